//! Where the bytes stand that end cells and rows in separated text, or open quotes.

/// How many bytes are looked at together: so many that a compiler compares several at once.
const BLOCK: usize = 256;

/// Tells the places of separators, quotes and line ends in a text of less than 4 GiB.
pub(super) fn find(text: &[u8], separator: u8, places: &mut Vec<u32>) {
    let mut hits = [0; BLOCK];
    let mut start = 0;
    for block in text.chunks(BLOCK) {
        for (hit, &b) in hits.iter_mut().zip(block) {
            let is_mark = (b == separator) | (b == b'"') | (b == b'\n') | (b == b'\r');
            *hit = u8::from(is_mark);
        }
        hits[block.len()..].fill(0);
        for (eight, from) in hits.as_chunks().0.iter().zip((start..).step_by(8)) {
            let mut hits = u64::from_le_bytes(*eight);
            while hits != 0 {
                places.push(from + hits.trailing_zeros() / 8);
                hits &= hits - 1;
            }
        }
        start += BLOCK as u32;
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
