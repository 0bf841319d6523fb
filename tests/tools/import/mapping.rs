//! Mappings: proposed, asked about, kept, changed by hand and used again.

use envcoop_tests::{folder, put, read, run};

use super::grid::{csv, rows};

const UNSURE: &str = "
    任务 | 负责人 | 时间节点 | 资金（万） | 情况说明 | 办理状态
    草原生态合作 | 周 | 6月30日 | 30 | 无 | 已报批
    沙尘暴监测合作 | 吴 | 9月底 | 15 | 推进 | 未完成
";

#[test]
fn what_is_not_sure_is_asked_and_the_mapping_is_written_for_review() {
    let folder = folder();
    let table = put(&folder, "计划.csv", csv(UNSURE));
    let plan = folder.path().join("plan.csv");
    let map = folder.path().join("计划.map.toml");
    let line = "envcoop-checklist import --lang en -o";
    let found = run(line).arg(&plan).arg(&table).found();
    assert!(!plan.exists(), "nothing but the mapping is written");
    let told = found.messages().join("\n");
    for part in [
        "days such as 6月30日 name no year",
        "资金（万）: in what are the amounts counted?",
        "what do these say about how far a row is? “已报批” (1), “未完成” (1)",
        "look it through, correct it where needed, then run: envcoop-checklist import",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // A person settles it.
    let text = read(&map);
    assert!(text.contains("\"未完成\" = \"?\"") && text.contains("# "), "{text}");
    let settled = text
        .replace("\"未完成\" = \"?\"", "\"未完成\" = \"ongoing\"")
        .replace("\"已报批\" = \"?\"", "\"已报批\" = \"planned\"")
        .replace("unit = \"万\"", "unit = \"万元\"")
        .replacen("\n\n", "\nyear = 2027\n\n", 1);
    put(&folder, "计划.map.toml", settled);
    run(line).arg(&plan).arg(&table).arg("--map").arg(&map).done();
    assert_eq!(
        rows(
            &plan.to_string_lossy(),
            &["title", "status", "end", "budget", "currency", "情况说明"]
        ),
        [
            "草原生态合作|planned|2027-06-30|300000|CNY|无",
            "沙尘暴监测合作|ongoing|2027-09-30|150000|CNY|推进",
        ]
    );
    // The answers on the command line do as well; the words of the status are left to the mapping.
    let other = folder.path().join("other.toml");
    let again = run(line).arg(&plan).arg(&table).arg("--force").arg("--save-map").arg(&other);
    again.arg("--year").arg("2027").arg("--unit").arg("万元").found();
    // A mapping that was reviewed is not written over.
    let refused = run(line).arg(folder.path().join("p2.csv")).arg(&table).refused();
    let told = refused.messages().join("\n");
    assert!(told.contains("if you have reviewed"), "{told}");
    // What is asked is told again.
    assert!(told.contains("in what are the amounts counted?"), "{told}");
}

#[test]
fn a_mapping_is_kept_and_what_changed_since_is_named() {
    let folder = folder();
    let drawing = "项目 | 单位 | 开始 | 状态 | 电话1\n甲 | 李 | 2027-01-01 | 计划 | x";
    let table = put(&folder, "a.csv", csv(drawing));
    let (plan, map) = (folder.path().join("p.csv"), folder.path().join("m.toml"));
    let line = "envcoop-checklist import --lang en --force -o";
    run(line).arg(&plan).arg(&table).arg("--save-map").arg(&map).done();
    let first = read(&plan);
    run(line).arg(&plan).arg(&table).arg("--map").arg(&map).done();
    assert_eq!(read(&plan), first, "the same bytes by the mapping that was kept");
    let other = csv("项目 | 单位 | 起 | 状态 | 电话2\n甲 | 李 | 2027-01-01 | 计划 | x");
    let table = put(&folder, "b.csv", other);
    let refused = run(line).arg(&plan).arg(&table).arg("--map").arg(&map).refused();
    let told = refused.messages().join("\n");
    assert!(told.contains("needs columns that the table does not have: `开始`"), "{told}");
    assert!(
        told.contains("columns that the mapping does not know are kept as they are: `起`, `电话2`"),
        "{told}"
    );
    assert_eq!(read(&plan), first, "nothing is written");
}

#[test]
fn what_columns_held_is_kept_and_what_they_hold_now_is_named() {
    let folder = folder();
    let header = "项目 | 单位 | 开始 | 状态 | 经费（元） | 电话 | 旧列\n";
    let table = |name: &str, text: String| put(&folder, name, csv(&text));
    let first = table("a.csv", format!("{header}甲 | 李 | 2027-01-01 | 计划 | 200 | 010 | x"));
    let second = header.replace("旧列", "新列") + "乙 | 王 | 45000 | 计划 | 见附件 | 请咨询 | x";
    let second = table("b.csv", second);
    let (plan, map) = (folder.path().join("p.csv"), folder.path().join("m.toml"));
    let line = "envcoop-checklist import --lang en --force -o";
    run(line).arg(&plan).arg(&first).arg("--save-map").arg(&map).done();
    let text = read(&map);
    let holds =
        "holds = [\"texts\", \"texts\", \"days\", \"texts\", \"numbers\", \"numbers\", \"texts\"]";
    assert!(text.contains(holds), "{text}");
    let same = run(line).arg(&plan).arg(&first).arg("--map").arg(&map).done();
    assert!(!same.messages().join("\n").contains("when the mapping was made"), "{same:?}");
    let told = run(line).arg(&plan).arg(&second).arg("--map").arg(&map).done();
    let told = told.messages().join("\n");
    for part in [
        "warning: b.csv: `开始` held days when the mapping was made, and holds numbers now",
        "warning: b.csv: `经费（元）` held numbers when the mapping was made, and holds texts now",
        "note: b.csv: `电话` held numbers when the mapping was made, and holds texts now",
        "columns that were there when the mapping was made are gone; no rule needs them: `旧列`",
        "columns that the mapping does not know are kept as they are: `新列`",
    ] {
        assert!(
            told.replace(&*folder.path().to_string_lossy(), "")
                .replace("/b.csv", "b.csv")
                .contains(part),
            "{part}: {told}"
        );
    }
    // A mapping by hand, which does not say it, is held against its rules.
    put(&folder, "m.toml", text.replace(holds, ""));
    let told = run(line).arg(&plan).arg(&second).arg("--map").arg(&map).done();
    let told = told.messages().join("\n");
    assert!(
        told.contains("`经费（元）` is read as `budget`, which takes numbers, and holds texts"),
        "{told}"
    );
}

#[test]
fn a_mapping_is_read_as_an_editor_saved_it_and_its_faults_are_told_in_words() {
    let folder = folder();
    let table = put(&folder, "t.csv", csv("项目 | 单位 | 状态\n甲 | 李 | 计划"));
    let text = "format = \"envcoop/mapping/1\"\r\nheader = [\"项目\", \"单位\", \"状态\"]\r\n\
        [[column]]\r\nto = \"title\"\r\nfrom = \"项目\"\r\n[[column]]\r\nto = \"status\"\r\nfrom = \"状态\"\r\n";
    let plan = folder.path().join("p.csv");
    let line = "envcoop-checklist import --force -o";
    let utf_16: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        encoding_rs::GB18030.encode(text).0.into_owned(),
        utf_16,
        format!("\u{feff}{text}").into_bytes(),
    ] {
        let map = put(&folder, "m.toml", bytes);
        run(line).arg(&plan).arg(&table).arg("--map").arg(&map).done();
        assert_eq!(rows(&plan.to_string_lossy(), &["title", "status"]), ["甲|planned"]);
    }
    let map = put(&folder, "m.toml", b"to = \"\xff\x81\"");
    let told = run(line).arg(&plan).arg(&table).arg("--map").arg(&map).refused();
    assert!(told.messages().join("\n").contains("save it as UTF-8"), "{told:?}");
    // Every fault at once, each with its line, key, value and the way out.
    let map = text.replace("header", "year = -5\nprefix = \"1\"\nkolor = 3\nheader");
    let map = put(&folder, "m.toml", map + "split = \"a\"\n");
    for (lang, parts) in [
        (
            "en",
            [
                ":2: `year` does not know `-5`",
                ":3: `prefix` does not know `1`",
                ":4: `kolor` is no key",
                "write a year from 1950 to 2120",
                ":12: `split` = `\"a\"` says nothing about `status`",
            ],
        ),
        (
            "zh",
            [
                ":2: `year` 不认识 `-5`",
                ":3: `prefix` 不认识 `1`",
                ":4: 列映射的此处没有 `kolor`",
                "请写 1950 至 2120",
                ":12: `split` = `\"a\"` 对 `status` 不起作用",
            ],
        ),
    ] {
        let line = format!("envcoop-checklist import --lang {lang} --force -o");
        let told = run(&line).arg(&plan).arg(&table).arg("--map").arg(&map).refused();
        let told = told.messages().join("\n");
        for part in parts {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
    let map = put(&folder, "m.toml", "format = “envcoop/mapping/1”\n");
    let line = "envcoop-checklist import --lang zh --force -o";
    let told = run(line).arg(&plan).arg(&table).arg("--map").arg(&map).refused();
    let told = told.messages().join("\n");
    assert!(told.contains("m.toml:1: `format = “envcoop/mapping/1”` 不是列映射的写法"), "{told}");
}

#[test]
fn shipped_mappings_are_listed_and_named() {
    let list = run("envcoop-checklist import --list").done();
    let text = &list.out;
    for name in ["oecd-crs", "gef", "gcf", "world-bank", "aiddata-china", "aiddata-research"] {
        assert!(text.lines().any(|line| line.starts_with(name)), "{name}: {text}");
    }
    let folder = folder();
    let crs = "Year,DonorName,AgencyName,CrsID,RecipientName,USD_Commitment,USD_Disbursement,ShortDescription,ProjectTitle,PurposeCode,PurposeName,ChannelName,ExpectedStartDate,CompletionDate,LongDescription\n\
        2021,Norway,Norad,2021000001,Viet Nam,1.234567,0.5,MERCURY,Mercury-free hospitals,41010,Environmental policy,UNDP,2021-05-01,,Phasing mercury out\n\
        2022,Norway,Norad,2021000001,Viet Nam,0.1,,MERCURY,Mercury-free hospitals,41010,Environmental policy,UNDP,2021-05-01,2023-12-31,Phasing mercury out\n";
    let table = put(&folder, "crs.csv", crs);
    let plan = folder.path().join("p.csv");
    let done = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&table).done();
    assert!(done.messages().join("\n").contains("the shipped mapping `oecd-crs` fits this table"));
    assert_eq!(
        rows(
            &plan.to_string_lossy(),
            &["id", "title", "status", "end", "budget", "currency", "funder", "link"]
        ),
        [
            "crs:2021000001-2021|Mercury-free hospitals|?|?|1234567|USD|Norway|rule",
            "crs:2021000001-2022|Mercury-free hospitals|?|2023-12-31|100000|USD|Norway|rule",
        ]
    );
}

#[test]
fn faults_of_a_mapping_are_all_named() {
    let folder = folder();
    let table = put(&folder, "a.csv", "title,status\nx,planned\n");
    let map = "format = \"envcoop/mapping/1\"\nheader = [\"title\"]\n[[column]]\nto = \"titel\"\nfrom = \"title\"\n[[column]]\nto = \"owner\"\nfrom = \"tite\"\n";
    let map = put(&folder, "m.toml", map);
    for (lang, parts) in [
        ("en", ["m.toml:4: `titel` is nothing that a plan is made of", "did you mean `title`?"]),
        ("zh", ["m.toml:4: 规划中没有 `titel` 这一项", "是否指 `title`？"]),
    ] {
        let line = format!("envcoop-checklist import --lang {lang} --map");
        let told = run(&line).arg(&map).arg(&table).refused().messages().join("\n");
        for part in parts {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
    let missing = run("envcoop-checklist import --map nowhere").arg(&table).refused();
    assert!(missing.messages().join("\n").contains("oecd-crs"), "{missing:?}");
}

#[test]
fn mistakes_of_a_tired_planner_are_named_with_the_way_out() {
    let folder = folder();
    let table = put(&folder, "a.csv", csv(UNSURE));
    let empty = put(&folder, "empty.csv", "");
    let numbers = put(&folder, "numbers.csv", "1,2\n3,4\n");
    let xml = put(&folder, "x.xml", "<iati-activities version=\"2.03\"/>");
    for (args, part) in [
        (vec![empty.as_str()], "is empty"),
        (vec![numbers.as_str()], "no row looks like the header of a table"),
        (vec![xml.as_str()], "is IATI XML, which needs no mapping"),
        (vec!["nowhere.xlsx"], "nowhere.xlsx"),
        (vec![table.as_str(), "--set", "stand=planned"], "is no column of a plan"),
        (vec![table.as_str(), "--unit", "viel"], "write a unit such as"),
        (vec![table.as_str(), "-o", table.as_str(), "--force"], "a.csv"),
    ] {
        let mut line = run("envcoop-checklist import --lang en");
        for arg in args.iter().copied() {
            line = line.arg(arg);
        }
        let told = line.refused().messages().join("\n");
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(read(&table), csv(UNSURE));
}

/// Imports a drawing; returns the amounts of its rows, what is told, and the mapping.
fn amounts(drawing: &str) -> (Vec<String>, String, String) {
    let folder = folder();
    let table = put(&folder, "t.csv", csv(drawing));
    let (plan, map) = (folder.path().join("p.csv"), folder.path().join("m.toml"));
    let line = "envcoop-checklist import --lang en --force -o";
    let run_with = |option: &str| run(line).arg(&plan).arg(&table).arg(option).arg(&map).done();
    let told = run_with("--save-map");
    let found = rows(&plan.to_string_lossy(), &["budget", "currency"]);
    let kept = read(&plan);
    // The mapping says it, too.
    run_with("--map");
    assert_eq!(read(&plan), kept);
    (found, format!("{}\n{}", told.out, told.messages().join("\n")), read(&map))
}

#[test]
fn amounts_of_several_columns_are_added_up_and_told() {
    let (found, told, map) = amounts(
        "
        工作任务 | 责任单位 | 中央财政(万元) | 地方配套(万元) | 状态
        甲 | 李 | 20 | 20 | 计划
        乙 | 王 | 30.5 | | 计划
        丙 | 张 | | | 计划
        丁 | 赵 | 5 | 待定 | 计划
        合计 | | 60 | 25 |
    ",
    );
    assert_eq!(found, ["400000|CNY", "305000|CNY", "|", "?|"]);
    for part in [
        "budget (万 CNY), added up",
        "`中央财政(万元)` + `地方配套(万元)` are added up",
        "(`20 + 20` as `400000 CNY`)",
        "`待定` is one of several amounts that add up, and is not known",
        "the total says `60`, and the rows above it add up to 55.50",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(map.contains("pick = \"sum\""), "{map}");
    // Years side by side are parts as well; the parts stay beside the sum.
    let (found, told, _) = amounts(
        "
        工作任务 | 责任单位 | 2026年预算（万元） | 2027年预算（万元） | 状态
        甲 | 李 | 1 | 2 | 计划
    ",
    );
    assert_eq!(found, ["30000|CNY"]);
    assert!(told.contains("added up"), "{told}");
}

#[test]
fn a_column_of_totals_is_taken_alone_and_amounts_of_other_kinds_are_asked() {
    let (found, told, map) = amounts(
        "
        单位：万元
        工作任务 | 责任单位 | 中央财政 | 地方配套 | 合计 | 状态
        甲 | 李 | 20 | 10 | 30 | 计划
    ",
    );
    assert_eq!(found, ["300000|CNY"]);
    assert!(told.contains("`合计` is taken as the budget alone"), "{told}");
    assert!(!map.contains("sum"), "{map}");
    let folder = folder();
    let other =
        csv("工作任务 | 申报预算经费（万元） | 批复预算经费（万元） | 状态\n甲 | 20 | 10 | 计划");
    let table = put(&folder, "t.csv", other);
    let plan = folder.path().join("p.csv");
    let found = run("envcoop-checklist import --lang en -o").arg(&plan).arg(&table).found();
    let told = found.messages().join("\n");
    assert!(told.contains("and 批复预算经费（万元） may be it as well"), "{told}");
    assert!(!plan.exists());
}
