//! What is said about mistakes under `--lang zh` is said in Chinese, in the parts that are translated.
//! Not yet: what the parser of JSON says, published activities, strategies, and the notes of commands.

use envcoop_tests::{folder, put, run};

const HEADER: &str = "id,measures,title,status,owner,start,end,budget,currency,note\n";

/// Rows with the mistakes that planners make, several in most of them.
const ROWS: &str = "\
,W1.1,清查,ongoing,,,,,,
1A,W1.1,清查,ongoing,,,,,,
MAR1,W1.1,清查,ongoing,,,,,,
B1,W9.9,清查,,,2027-13-40,46000,,,
B2,W1.1:x,清查,complet,,2570-01-01,,12e5,,
B3,W1.1:30;W1.2,清查,not-applicable,,2027-06-01,2027-05-01,-5,CNY,
B4,W1.1:30;W1.2:30,清查,planned,,,,1.234,RMB,
B5,W1.1;W1.1,清查,planned,,,,100,,
B6,W1.1,清查,planned,,,,,CNY,
B7,W1.1,清查,planned,,,,100,?,
B8,W1.1,清查,planned,TBD,2027/6/30,,100,XQQ,
B8,W1.1,清查,planned,,,,,,,多出
B9,W1.1,清查\u{1},planned,,1027-01-01,,9999999999999999,CNY,
";

/// Files that cannot be read, or are read with a remark.
const FILES: [&str; 6] = [
    "",
    "甲,乙\n1,2\n",
    "id,measures,title\nA1,W1.1,清查\n",
    "id,id,measures,title,status\nA1,A1,W1.1,清查,planned\n",
    "id,measures,title,status,budgets,颜色,Owners\nA1,W1.1,清查,planned,1,红,李\n",
    "id,measures,title,status\nA1,W1.1,\"清查,planned\n",
];

/// Returns the lines that hold no Chinese, or two English words in a row that are no value.
fn foreign(text: &str) -> Vec<String> {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_alphabetic());
    let is_foreign = |line: &&str| {
        let said = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let words: Vec<&str> = said.split_whitespace().collect();
        !said.contains(is_chinese) || words.windows(2).any(|two| two.iter().all(|w| is_word(w)))
    };
    text.lines().filter(is_foreign).map(str::to_owned).collect()
}

#[test]
fn mistakes_in_a_plan_are_named_in_chinese() {
    let dir = folder();
    let mut plans = vec![put(&dir, "rows.csv", format!("{HEADER}{ROWS}"))];
    for (n, text) in FILES.iter().enumerate() {
        plans.push(put(&dir, &format!("file{n}.csv"), text));
    }
    let rates = put(&dir, "rates.csv", "date,currency,rate\n2027-1-x,EURS,0\n,USD,7\n");
    let targets = put(&dir, "targets.csv", "id,profile,by\nW9,tracks,30.6.2027\n");
    let sound = put(&dir, "sound.csv", "id,measures,title,status\nA1,W1.1,清查,planned\n");
    let beside =
        [format!("{sound} --rates {rates} --currency CNY"), format!("{sound} --target {targets}")];
    let mut found = Vec::new();
    for plan in plans.into_iter().chain(beside) {
        let line =
            format!("envcoop-gap analyse {plan} --framework mini --as-of 2027-06-30 --lang zh");
        found.extend(foreign(&run(&line).output().err));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
