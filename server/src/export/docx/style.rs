//! Fonts and styles. Fonts are those that official letters are set in, each with what to take where it is missing.

use std::fmt::Write as _;

use banli_shared::documents::Style;
use banli_shared::lang::Lang;

use super::NAMESPACES;
use super::page::{OVER, RED};

/// A font: its name for Chinese, the name for digits and Latin letters, and what else may stand for it.
struct Font {
    name: &'static str,
    latin: &'static str,
    instead: &'static str,
    /// Of what family it is, for programs that choose by that.
    family: &'static str,
}

const XBS: Font = Font {
    name: "方正小标宋简体",
    latin: "Times New Roman",
    instead: "方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    family: "roman",
};
const FANG: Font = Font {
    name: "仿宋_GB2312",
    latin: "Times New Roman",
    instead: "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    family: "roman",
};
const HEI: Font = Font {
    name: "黑体",
    latin: "Times New Roman",
    instead: "SimHei,Noto Sans CJK SC",
    family: "swiss",
};
const KAI: Font = Font {
    name: "楷体_GB2312",
    latin: "Times New Roman",
    instead: "楷体,KaiTi,华文楷体,Noto Serif CJK SC",
    family: "script",
};
const SONG: Font = Font {
    name: "宋体",
    latin: "Times New Roman",
    instead: "SimSun,Noto Serif CJK SC",
    family: "roman",
};

/// Half points: 二号, 三号, 四号, 小四.
const SECOND: u32 = 44;
const THIRD: u32 = 32;
const FOURTH: u32 = 28;
const SMALL_FOURTH: u32 = 24;

/// The line of running text, in twentieths of a point: 22 of them fill 225 mm.
const LINE: u32 = 579;

/// How a style looks.
struct Look {
    font: &'static Font,
    size: u32,
    /// Everything about the paragraph, as the format has it.
    paragraph: String,
    /// What else is about its characters.
    run: &'static str,
}

fn look(style: Style) -> Look {
    let line = |line: u32, before: u32, after: u32| {
        format!(
            r#"<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>"#
        )
    };
    let plain = line(LINE, 0, 0);
    let two_in = r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#;
    let (font, size, paragraph, run) = match style {
        Style::Class => (&HEI, THIRD, format!(r#"{plain}<w:jc w:val="right"/>"#), ""),
        Style::Letterhead => (
            &XBS,
            SECOND,
            format!(
                r#"<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="6" w:color="{RED}"/></w:pBdr><w:spacing w:before="120" w:after="120"/><w:ind w:left="-{OVER}" w:right="-{OVER}"/><w:jc w:val="center"/>"#
            ),
            r#"<w:color w:val="FF0000"/>"#,
        ),
        Style::Number => (&FANG, THIRD, format!(r#"{plain}<w:jc w:val="right"/>"#), ""),
        Style::Title => (
            &XBS,
            SECOND,
            format!(
                r#"<w:keepNext/>{}<w:jc w:val="center"/><w:outlineLvl w:val="0"/>"#,
                line(660, LINE, LINE)
            ),
            "",
        ),
        Style::Salutation => (&FANG, THIRD, plain, ""),
        // Not justified: LibreOffice (7.4) then loses a comma that hangs over the margin.
        Style::Body => (&FANG, THIRD, format!("{plain}{two_in}"), ""),
        Style::Heading => (
            &HEI,
            THIRD,
            format!(r#"<w:keepNext/>{plain}{two_in}<w:outlineLvl w:val="1"/>"#),
            "",
        ),
        Style::Subheading => (
            &KAI,
            THIRD,
            format!(r#"<w:keepNext/>{plain}{two_in}<w:outlineLvl w:val="2"/>"#),
            "",
        ),
        Style::Signature => (
            &FANG,
            THIRD,
            format!(
                r#"<w:keepNext/>{}<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>"#,
                line(LINE, LINE * 2, 0)
            ),
            "",
        ),
        Style::Date => (
            &FANG,
            THIRD,
            format!(r#"{plain}<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>"#),
            "",
        ),
        Style::Note => (&FANG, THIRD, format!("{plain}{two_in}"), ""),
        Style::Remark => (&FANG, SMALL_FOURTH, line(400, 60, 0), ""),
        Style::Copies => (
            &FANG,
            FOURTH,
            format!(
                r#"<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="auto"/><w:bottom w:val="single" w:sz="8" w:space="1" w:color="auto"/></w:pBdr>{}<w:ind w:left="1120" w:right="280" w:hanging="840"/>"#,
                line(560, LINE, 0)
            ),
            "",
        ),
        Style::Caption => (&KAI, THIRD, format!(r#"{plain}<w:jc w:val="center"/>"#), ""),
        Style::HeadRow => (
            &HEI,
            SMALL_FOURTH,
            format!(r#"{}<w:jc w:val="center"/>"#, line(360, 60, 60)),
            "",
        ),
        Style::Row => (&FANG, SMALL_FOURTH, line(360, 60, 60), ""),
        Style::Blank | Style::NewPage => (&FANG, THIRD, plain, ""),
    };
    Look {
        font,
        size,
        paragraph,
        run,
    }
}

/// The styles, one for each of a template, by the same names.
pub(super) fn styles() -> String {
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="{THIRD}"/><w:szCs w:val="{THIRD}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="normal"><w:name w:val="Normal"/></w:style>"#,
        of_font(&FANG)
    );
    for style in Style::ALL {
        let look = look(*style);
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{font}{run}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
            name = style.say(Lang::Zh),
            paragraph = look.paragraph,
            font = of_font(look.font),
            run = look.run,
            size = look.size,
        );
    }
    xml.push_str("</w:styles>");
    xml
}

/// The mark of a column in a form.
pub(super) fn label() -> String {
    of_font(&HEI)
}

fn of_font(font: &Font) -> String {
    let Font { name, latin, .. } = font;
    format!(r#"<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{name}" w:cs="{latin}"/>"#)
}

/// The table of fonts, with what to take where they are missing.
pub(super) fn fonts() -> String {
    let mut xml =
        format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACES}>"#);
    for font in [&XBS, &FANG, &HEI, &KAI, &SONG] {
        let Font {
            name,
            instead,
            family,
            ..
        } = font;
        let _ = write!(
            xml,
            r#"<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>"#
        );
    }
    xml.push_str(r#"<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#);
    xml
}
