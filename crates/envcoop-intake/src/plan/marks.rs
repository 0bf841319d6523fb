//! Where the bytes stand that end cells and rows in separated text, or open quotes.

/// How many bytes are looked at together: so many as a number has bits, and a compiler compares several at
/// once.
const BLOCK: usize = 64;

/// Tells the places of separators, quotes and line ends in a text of less than 4 GiB.
pub(super) fn find(text: &[u8], separator: u8, places: &mut Vec<u32>) {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut start = 0;
    for block in blocks {
        push(marks(block, separator), start, places);
        start += BLOCK as u32;
    }
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    push(marks(&block, separator), start, places);
}

/// Returns a number of which each bit that is set stands for a byte that is a mark.
fn marks(block: &[u8; BLOCK], separator: u8) -> u64 {
    let mut hits = [0_u8; BLOCK];
    for (hit, &b) in hits.iter_mut().zip(block) {
        *hit = u8::from((b == separator) | (b == b'"') | (b == b'\n') | (b == b'\r'));
    }
    // The product has the lowest bits of eight bytes side by side in its highest byte.
    const SIDE_BY_SIDE: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = hits.as_chunks::<8>();
    eights.iter().rev().fold(0, |all, eight| {
        all << 8 | u64::from_le_bytes(*eight).wrapping_mul(SIDE_BY_SIDE) >> 56
    })
}

fn push(mut marks: u64, start: u32, places: &mut Vec<u32>) {
    while marks != 0 {
        places.push(start + marks.trailing_zeros());
        marks &= marks - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_wherever_it_stands() {
        let text: Vec<u8> =
            (0..500_u32).map(|i| b",;\"\n\r\taxb"[(i * i % 97 % 9) as usize]).collect();
        for end in 0..text.len() {
            for separator in *b",;\t" {
                let mut found = Vec::new();
                find(&text[..end], separator, &mut found);
                let marks = [separator, b'"', b'\n', b'\r'];
                let told = (0..end).filter(|&at| marks.contains(&text[at])).map(|at| at as u32);
                assert_eq!(found, told.collect::<Vec<_>>());
            }
        }
    }
}
