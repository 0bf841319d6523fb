//! Plans in every encoding that people send.

use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use envcoop_tests::run;

const LINE: &str = "envcoop-gap - --framework mini --as-of 2027-06-30 --format json";

/// A plan in Chinese, with what stands between its cells.
fn chinese(separator: &str) -> String {
    let rows = [
        ["编号", "对应措施", "名称", "状态", "负责人", "开始日期", "结束日期", "预算", "币种"],
        [
            "A1",
            "W1.1",
            "持久性有机污染物调查",
            "进行中",
            "李",
            "2027-01-10",
            "2027-09-30",
            "120.5",
            "CNY",
        ],
        ["A2", "W2.1", "联合培训", "已完成", "王", "2026-03-01", "2026-06-30", "", ""],
    ];
    rows.map(|row| row.join(separator) + "\r\n").concat()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{text} cannot be written in {}", encoding.name());
    bytes.into_owned()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn a_chinese_plan_is_read_in_every_encoding_and_with_every_separator() {
    let whole = run(LINE).stdin(chinese(",")).done().out;
    for separator in [",", ";", "\t"] {
        let text = chinese(separator);
        let marked = format!("\u{feff}{text}");
        for bytes in [
            text.clone().into_bytes(),
            marked.clone().into_bytes(),
            encoded(&text, GB18030),
            utf_16(&marked, u16::to_le_bytes),
            utf_16(&marked, u16::to_be_bytes),
            utf_16(&text, u16::to_le_bytes),
        ] {
            let read = run(LINE).stdin(bytes.clone()).done();
            assert_eq!((read.out, read.err.as_str()), (whole.clone(), ""), "{:?}", &bytes[..8]);
        }
    }
}

#[test]
fn what_cannot_be_told_is_asked_for_and_then_read() {
    for (title, encoding) in [
        ("Maßnahme für Böden", WINDOWS_1252),
        ("Środowisko", WINDOWS_1250),
        ("Охрана почв", WINDOWS_1251),
        ("土壤修復試點", BIG5),
    ] {
        let text = format!("id,measures,title,status\nA1,W1.2,{title},planned\n");
        let bytes = encoded(&text, encoding);
        let refused = run(LINE).stdin(bytes.clone()).refused();
        assert!(refused.err.contains("-:2: the text is not UTF-8"), "{}", refused.err);
        assert!(refused.err.contains("--encoding"), "{}", refused.err);
        let asked = format!("{LINE} --encoding {}", encoding.name());
        assert_eq!(run(&asked).stdin(bytes).done().out, run(LINE).stdin(text).done().out);
    }
}

#[test]
fn a_lost_character_is_an_error_with_line_and_column() {
    let text = "id,status,title,contact\nA1,planned,水,x\nA2,planned,y,木\n";
    let mut bytes = encoded(text, GB18030);
    for hanzi in ["水", "木"] {
        let start = encoded(hanzi, GB18030);
        let at = bytes.windows(2).position(|pair| pair == start).expect("it is there");
        bytes[at + 1] = 0xff;
    }
    let refused = run(&format!("{LINE} --encoding gb18030")).stdin(bytes).refused();
    assert!(refused.err.contains("-:2: column title: character U+FFFD"), "{}", refused.err);
    assert!(refused.err.contains("-:3: column contact: character U+FFFD"), "{}", refused.err);
    let wrong = run(&format!("{LINE} --encoding klingon")).stdin("id,status\n").refused();
    assert!(
        wrong.err.contains("no encoding of that name; known are utf-8, gb18030"),
        "{}",
        wrong.err
    );
}
