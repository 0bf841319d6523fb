//! Pages as they stand, read by a reader that forgives nothing.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element of a page.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    fn new(tag: &BytesStart<'_>) -> Element {
        let mut element = Element { name: tag.name().as_ref().to_owned(), ..Element::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.expect("an attribute, once");
            element
                .attributes
                .insert(attribute.key.as_ref().to_owned(), attribute.value.into_owned());
        }
        element
    }

    /// Returns an attribute; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.attributes.get(key).map_or("", String::as_str)
    }

    /// Tells whether it is of a class.
    pub fn is(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|own| own == class)
    }

    /// Returns its text in the first language of the page, blanks at edges left out.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_without("zh")
    }

    /// Returns its text without what is in a language, blanks at edges left out.
    #[must_use]
    pub fn text_without(&self, lang: &str) -> String {
        let mut text = String::new();
        for child in &self.children {
            match child {
                Child::Text(own) => text.push_str(own),
                Child::Element(element) if element.name == "br" => text.push('\n'),
                Child::Element(element) if element.get("lang") == lang => {}
                Child::Element(element) => {
                    text.push_str(&element.text_without(lang));
                    // Sums of money stand on lines of their own.
                    if element.is("sum") {
                        text.push('\n');
                    }
                }
            }
        }
        text.trim().to_owned()
    }

    /// Returns the elements in it, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Returns this element and all within it, in the order of the page.
    #[must_use]
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.elements().flat_map(Element::all));
        all
    }

    /// Returns what is wanted of this element and all within it.
    pub fn find(&self, wanted: impl Fn(&Element) -> bool) -> Vec<&Element> {
        self.all().into_iter().filter(|element| wanted(element)).collect()
    }

    /// Returns the one that is wanted.
    #[track_caller]
    pub fn one(&self, wanted: impl Fn(&Element) -> bool) -> &Element {
        let found = self.find(wanted);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0]
    }

    /// Returns the one with an id.
    #[track_caller]
    pub fn by_id(&self, id: &str) -> &Element {
        let found = self.find(|element| element.get("id") == id);
        assert_eq!(found.len(), 1, "{} elements `{id}`", found.len());
        found[0]
    }

    /// Returns the texts of the elements in it: of the cells, where it is a row.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        self.elements().map(Element::text).collect()
    }
}

/// Returns the page without its script, where it has one, and its style, which are the project's own.
pub fn content(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("an end of the style");
    let Some((content, rest)) = rest.split_once("<script>") else { return format!("{head}{rest}") };
    let (_, end) = rest.split_once("</script>").expect("an end of the script");
    format!("{head}{content}{end}")
}

/// Elements of HTML that never hold anything and have no end.
const VOID: [&str; 4] = ["br", "input", "meta", "wbr"];

/// Reads a page by a reader of XML, which forgives nothing but `VOID` elements without an end.
pub fn parse(page: &str) -> Element {
    let content = content(page);
    let mut reader = Reader::from_str(&content);
    // Ends are compared below.
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let last = open.last_mut().expect("something is open");
        match event {
            Event::Start(tag) if !VOID.contains(&tag.name().as_ref()) => {
                open.push(Element::new(&tag))
            }
            Event::Start(tag) | Event::Empty(tag) => {
                last.children.push(Child::Element(Element::new(&tag)))
            }
            Event::End(tag) => {
                let done = open.pop().expect("something is open");
                assert_eq!(done.name, tag.name().as_ref());
                open.last_mut().expect("the page").children.push(Child::Element(done));
            }
            Event::Text(text) => last.children.push(Child::Text(text.to_string())),
            Event::GeneralRef(name) => {
                let text = match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("&{other};"),
                };
                last.children.push(Child::Text(text.to_owned()));
            }
            Event::DocType(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open.len(), 1, "something is left open");
    open.pop().expect("the page")
}
