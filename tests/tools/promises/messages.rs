//! What is said about mistakes under `--lang zh` is said in Chinese, in the parts that are translated.
//! Not yet: rules of merged rows, and what only a program can do wrong.

use envcoop_core::text::Lang;
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
const FILES: [&str; 11] = [
    "",
    "甲,乙\n1,2\n",
    "id,measures,title\nA1,W1.1,清查\n",
    "id,id,measures,title,status\nA1,A1,W1.1,清查,planned\n",
    "id,measures,title,status,budgets,颜色,Owners\nA1,W1.1,清查,planned,1,红,李\n",
    "id,measures,title,status\nA1,W1.1,\"清查,planned\n",
    "[{\"id\": \"A1\", \"id\": \"A1\", \"title\": {}}]",
    "{\"activities\": [], \"activities\": []}",
    "{\"format\": \"envcoop/plan/9\"}",
    "{}",
    "PK\u{3}\u{4}",
];

/// Returns the lines that hold no Chinese, or two English words in a row that are no value and not
/// the words of a parser, which stand in brackets.
fn foreign(text: &str) -> Vec<String> {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_alphabetic());
    let is_foreign = |line: &&str| {
        let said = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let said = said.split(['（', '）']).step_by(2).collect::<Vec<_>>().join("（）");
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
    let away = dir.path().display();
    let sound = put(&dir, "sound.csv", "id,measures,title,status\nA1,W1.1,清查,planned\n");
    plans.push(format!("{away}/nowhere.csv"));
    plans.push(format!("{sound} -o {sound}"));
    plans.push(format!("{sound} -o {sound} --force"));
    plans.push(format!("{sound} -o {away}/nowhere/gaps.md"));
    plans.push(format!("{sound} -o {away}/gaps.docx"));
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

#[test]
fn questions_that_cannot_be_answered_are_refused_in_chinese() {
    let dir = folder();
    let sound = put(&dir, "sound.csv", "id,measures,title,status\nA1,W1.1,清查,planned\n");
    let pairs = put(
        &dir,
        "pairs.csv",
        "id,measures,title,status,start,budget,currency,note\n\
         A1,W2.2,清查,not-applicable,,,,由其他部门负责\nA2,W2.2,培训,ongoing,,,,\n",
    );
    let proposals = put(
        &dir,
        "proposals.csv",
        "id,measures,title,status,start,budget,currency,after,note\n\
         P1,W1.1,清查,proposed,2027-08-01,200,CNY,,\nP2,W1.2,培训,proposed,,300,USD,,\n\
         P3,W1.2,试点,proposed,2027-08-01,500,CNY,P1,\nP4,W2.2,平台,proposed,2027-08-01,5,CNY,,\n\
         A1,W2.2,公约,not-applicable,,,,,由其他部门负责\nA2,W1.1,培训,ongoing,,,,,\n",
    );
    let after = put(
        &dir,
        "after.csv",
        "id,measures,title,status,budget,currency,after\nP1,W1.1,清查,proposed,2,CNY,P9\n",
    );
    let rates = put(&dir, "rates.csv", "date,currency,rate\n2020-01-01,USD,7\n");
    let next = format!("envcoop-gap next {proposals} --budget 100");
    let lines = [
        format!("envcoop-gap {sound} --area W9"),
        format!("envcoop-gap {sound} --challenge 挑战"),
        format!("envcoop-gap {sound} --measures W1.1 --area W2"),
        format!("envcoop-gap {pairs}"),
        format!("envcoop-gap explain W9.9.9.9 {sound}"),
        format!("envcoop-gap explain W1.2 {sound} --area W2"),
        format!("envcoop-gap {proposals} --rates {rates} --currency EUR"),
        format!("envcoop-gap {proposals} --rates {rates} --currency CNY"),
        format!("envcoop-gap snapshot {sound} --check {sound}"),
        next.clone(),
        format!("{next} --currency CNY"),
        format!("{next} --currency CNY --must P9"),
        format!("{next} --currency CNY --must 九"),
        format!("{next} --currency CNY --never A2"),
        format!("{next} --currency CNY --must P2"),
        format!("{next} --currency CNY --must P1"),
        format!("{next} --currency CNY --must P3 --must P1"),
        format!("{next} --currency CNY --must P3 --never P1"),
        format!("{next} --currency CNY --must P1 --never P1"),
        format!("{next} --budget 200"),
        format!("envcoop-gap next {proposals} --budget 2027=1 --budget 2027=2"),
        format!("envcoop-gap next {proposals} --budget 2027=100 --currency CNY --must P1"),
        format!("envcoop-gap next {after} --budget 100"),
        format!("envcoop-report csv {sound} -o -"),
        format!("envcoop-report csv {sound} -o {sound} --for data --sep semicolon"),
    ];
    let mut found = Vec::new();
    for line in lines {
        let line = match line.contains("snapshot") {
            true => format!("{line} --framework mini --lang zh"),
            false => format!("{line} --framework mini --as-of 2027-06-30 --lang zh"),
        };
        let said = run(&line).output().err;
        assert!(!said.is_empty(), "{line}");
        found.extend(foreign(&said));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_wrong_with_published_activities_and_strategies_is_said_in_chinese() {
    let dir = folder();
    let activity = |within: &str| {
        format!(
            "<iati-activities version=\"9\"><iati-activity>{within}</iati-activity></iati-activities>"
        )
    };
    let published = [
        "<a>".to_owned(),
        "<a></b>".to_owned(),
        "</a>".to_owned(),
        "<a b=1/>".to_owned(),
        "<a b='1' b='2'/>".to_owned(),
        "<a b='<'/>".to_owned(),
        "<a/><b/>".to_owned(),
        "<a/>text".to_owned(),
        "<!DOCTYPE a><a/>".to_owned(),
        "<a>&amp &x;</a>".to_owned(),
        "<a>&x;</a>".to_owned(),
        "<a>&#0;</a>".to_owned(),
        "<a><!-- a -- b --></a>".to_owned(),
        "<?xml version='1.0' encoding='none'?><a/>".to_owned(),
        "<?xml encoding='utf-8'?><a/>".to_owned(),
        "<!-- -->".to_owned(),
        "<iati-organisations/>".to_owned(),
        "<iati-activities/>".to_owned(),
        "<other/>".to_owned(),
        "id,status\n".to_owned(),
        activity("<activity-status code='9'/><activity-date type='1' iso-date='2027-13-01'/>"),
        activity(
            "<activity-date type='1' iso-date='1027-01-01'/><sector vocabulary='1' code='1'/>",
        ),
        activity("<budget><value>1</value></budget><recipient-country code='CHN'/>"),
        activity(
            "<budget><value currency='EURO'>1</value></budget><budget><value>x</value></budget>",
        ),
    ];
    let mut lines: Vec<String> = published
        .iter()
        .enumerate()
        .map(|(n, text)| format!("envcoop-gap classify {}", put(&dir, &format!("{n}.xml"), text)))
        .collect();
    let mini = envcoop_tests::read("data/frameworks/mini.json");
    let strategies = [
        "{}".to_owned(),
        "[".to_owned(),
        mini.replace("\"W1.2-b\"", "\"W1.2-a\"").replace("\"W2.2\"", "\"W2/2\""),
        mini.replace("\"W1.2\"", "\"TRUE\"").replace("\"primary\"", "\"secondary\""),
        mini.replace("\"month\": ", "\"month\": 1").replace("\"C2\"", "\"overall\""),
        mini.replace("\"W1.1\"", "\"1\"").replace("\"W1\"", "\"w 1\""),
    ];
    for (n, json) in strategies.iter().enumerate() {
        let file = put(&dir, &format!("{n}.json"), json);
        lines.push(format!("envcoop-gap data/examples/mini-plan.csv --framework {file}"));
    }
    let mut found = Vec::new();
    for line in lines {
        let said = run(&format!("{line} --lang zh")).output().err;
        assert!(!said.is_empty(), "{line}");
        found.extend(foreign(&said));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns the help of every command of a tool in Chinese, whole and in brief.
fn help(tool: &str) -> String {
    let whole = run(&format!("{tool} --help --lang zh")).done().out;
    let listed = whole.lines().skip_while(|line| *line != "命令：").skip(1);
    let names = listed.map_while(|line| line.split_whitespace().next()).map(str::to_owned);
    let mut all = String::new();
    for name in [String::new()].into_iter().chain(names.filter(|name| name != "help")) {
        for option in ["-h", "--help"] {
            all += &run(&format!("{tool} {name} {option} --lang zh")).done().out;
        }
    }
    all
}

#[test]
fn the_help_of_every_option_is_there_in_chinese() {
    let help = ["envcoop-checklist", "envcoop-gap", "envcoop-report"].map(help).concat();
    let texts = help.lines().map(str::trim).filter(|line| {
        // A value that an option takes begins so too, but then comes a blank.
        let is_option = line.starts_with('-') && !line.starts_with("- ");
        let is_named =
            line.starts_with("用法") || line.starts_with(['<', '[']) || *line == "- en：English";
        !line.is_empty() && !is_option && !is_named
    });
    let found = foreign(&texts.collect::<Vec<_>>().join("\n"));
    assert!(found.is_empty(), "{}", found.join("\n"));
    let said = |english: &&&str| {
        let text = envcoop_words::help::said(Lang::Zh, english).expect("it is translated");
        text.lines().filter(|line| !line.is_empty()).all(|line| help.contains(line))
    };
    let idle: Vec<_> = envcoop_words::help::TEXTS.iter().filter(|text| !said(text)).collect();
    assert!(idle.is_empty(), "words/help has what no option says: {idle:?}");
}

#[test]
fn messages_follow_the_option_then_the_headers_then_the_system() {
    let dir = folder();
    let data = put(&dir, "data.csv", "id,measures,title,status\nA1,W9.9,Training,planned\n");
    let chinese = put(&dir, "chinese.csv", "编号,对应措施,名称,状态\nA1,W9.9,培训,计划\n");
    let said = |plan: &str, options: &str, system| {
        let line = format!("envcoop-gap {plan} --framework mini --as-of 2027-06-30 {options}");
        run(&line).system(system).output().err
    };
    for (plan, options, system, is_chinese) in [
        (&data, "", Lang::En, false),
        (&data, "", Lang::Zh, true),
        (&data, "--lang en", Lang::Zh, false),
        (&chinese, "", Lang::En, true),
        (&chinese, "--lang en", Lang::Zh, false),
        (&data, "--lang zh", Lang::En, true),
    ] {
        let said = said(plan, options, system);
        assert_eq!(said.contains("未知措施"), is_chinese, "{plan} {options}: {said}");
        assert_eq!(said.contains("unknown measure"), !is_chinese, "{plan} {options}: {said}");
    }
    let wrong = run("envcoop-gap plan.csv --profile all").system(Lang::Zh).refused().err;
    assert!(wrong.contains("不能取值"), "{wrong}");
    assert!(run("envcoop-gap --help").system(Lang::Zh).done().out.contains("用法："));
}

#[test]
fn results_are_the_same_bytes_whatever_the_system_speaks() {
    for line in [
        "envcoop-gap data/examples/plan.csv --as-of 2026-09-30",
        "envcoop-gap data/examples/plan.csv --as-of 2026-09-30 --format json",
        "envcoop-checklist new --year 2027 --format csv",
        "envcoop-checklist check data/examples/plan.csv --format csv",
        "envcoop-report markdown data/examples/plan.csv --as-of 2026-09-30",
    ] {
        let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| run(line).system(lang).output());
        assert_eq!(english.out, chinese.out, "{line}");
    }
}
