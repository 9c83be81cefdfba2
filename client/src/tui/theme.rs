//! How things look: colours, attributes and line drawing, for every kind of terminal.
//!
//! Meaning never hangs on colour alone. What the terminal can do, and `NO_COLOR`, is decided here once; below this nothing
//! knows of it.

use banli_shared::profile::Light;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use serde::Deserialize;

/// Which colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colours {
    /// None; bold, underlined and reversed text instead.
    None,
    /// The sixteen that every colour terminal has, as its owner set them.
    Sixteen,
    /// 256, for softer backgrounds.
    Many,
}

/// What lines are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Glyphs {
    /// Line drawing.
    Lines,
    /// ASCII, for terminals without line drawing and for screen readers.
    Ascii,
}

/// What a piece of the screen is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text of less weight.
    Faint,
    /// The name of a screen or pane.
    Title,
    /// A heading inside a text.
    Heading,
    /// The chosen row or tab.
    Selected,
    /// The chosen row of a pane that does not have the keyboard.
    SelectedElsewhere,
    /// A row marked for a common decision.
    Marked,
    /// Frames and separators.
    Frame,
    /// A key in the hint bar.
    Key,
    /// Something is wrong.
    Bad,
    /// Something deserves a look.
    Warning,
    /// Something is well.
    Good,
    /// Text that came in since the version before.
    Added,
    /// Text that went out since the version before.
    Removed,
    /// Where a search hit.
    Hit,
    /// A command that cannot be given now.
    Disabled,
}

/// The looks of one terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which colours are used.
    pub colours: Colours,
    /// What lines are drawn with.
    pub glyphs: Glyphs,
}

/// The section `theme` of the configuration; what is not set is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeConfig {
    /// Which colours are used.
    pub colours: Option<Colours>,
    /// What lines are drawn with.
    pub glyphs: Option<Glyphs>,
}

impl Theme {
    /// Chooses by configuration first, then `NO_COLOR`, then what `TERM`, `COLORTERM` and the locale say.
    pub fn choose(config: ThemeConfig, variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = value("TERM").unwrap_or_default();
        let found = if value("NO_COLOR").is_some()
            || term == "dumb"
            || term.starts_with("vt1")
            || term.starts_with("vt2")
        {
            Colours::None
        } else if value("COLORTERM").is_some() || term.contains("256") || term.contains("direct") {
            Colours::Many
        } else {
            Colours::Sixteen
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(value)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let unicode = locale.contains("utf-8") || locale.contains("utf8");
        let lines = if unicode && term != "dumb" {
            Glyphs::Lines
        } else {
            Glyphs::Ascii
        };
        Self {
            colours: config.colours.unwrap_or(found),
            glyphs: config.glyphs.unwrap_or(lines),
        }
    }

    /// For a terminal that draws the lines of frames two cells wide.
    #[must_use]
    pub fn without_lines(self) -> Self {
        Self {
            glyphs: Glyphs::Ascii,
            ..self
        }
    }

    /// How something looks.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let style = Style::new();
        match (self.colours, role) {
            (_, Role::Text) => style,
            (Colours::None, role) => style.add_modifier(without_colour(role)),
            (_, Role::Faint | Role::Disabled) => style.fg(Color::DarkGray),
            (_, Role::Title) => style.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            (_, Role::Heading) => style.add_modifier(Modifier::BOLD),
            (_, Role::Selected) => style.add_modifier(Modifier::REVERSED),
            (Colours::Sixteen, Role::SelectedElsewhere) => style.add_modifier(Modifier::UNDERLINED),
            (Colours::Many, Role::SelectedElsewhere) => {
                style.bg(Color::Indexed(238)).fg(Color::Indexed(255))
            }
            (_, Role::Marked) => style.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            (Colours::Sixteen, Role::Frame) => style,
            (Colours::Many, Role::Frame) => style.fg(Color::Indexed(244)),
            (_, Role::Key) => style.fg(Color::Cyan),
            (_, Role::Bad) => style.fg(Color::Red).add_modifier(Modifier::BOLD),
            (_, Role::Warning) => style.fg(Color::Yellow),
            (_, Role::Good) => style.fg(Color::Green),
            (_, Role::Added) => style.fg(Color::Green).add_modifier(Modifier::UNDERLINED),
            (_, Role::Removed) => style.fg(Color::Red).add_modifier(Modifier::CROSSED_OUT),
            (_, Role::Hit) => style.fg(Color::Yellow).add_modifier(Modifier::UNDERLINED),
        }
    }

    /// How near a deadline is: always two cells, different in shape as well as in colour.
    #[must_use]
    pub fn light(self, light: Light) -> (&'static str, Style) {
        match light {
            Light::Green => ("- ", self.style(Role::Good)),
            Light::Yellow => ("! ", self.style(Role::Warning).add_modifier(Modifier::BOLD)),
            Light::Red => ("!!", self.style(Role::Bad).add_modifier(Modifier::REVERSED)),
        }
    }

    /// What a frame is drawn with.
    #[must_use]
    pub const fn frame(self) -> border::Set<'static> {
        match self.glyphs {
            Glyphs::Lines => border::PLAIN,
            Glyphs::Ascii => ASCII,
        }
    }

    /// What stands before the selected row and before another.
    #[must_use]
    pub const fn gutter(self) -> (&'static str, &'static str) {
        ("> ", "  ")
    }
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// What stands for a colour where there is none.
fn without_colour(role: Role) -> Modifier {
    match role {
        Role::Text | Role::Frame | Role::Good => Modifier::empty(),
        Role::Faint | Role::Disabled => Modifier::DIM,
        Role::Selected => Modifier::REVERSED,
        Role::SelectedElsewhere | Role::Added | Role::Hit => Modifier::UNDERLINED,
        Role::Removed => Modifier::CROSSED_OUT,
        Role::Title | Role::Heading | Role::Marked | Role::Key | Role::Bad | Role::Warning => {
            Modifier::BOLD
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Theme {
        Theme::choose(ThemeConfig::default(), |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_terminal_decides_unless_the_person_did() {
        let utf8 = ("LANG", "zh_CN.UTF-8");
        assert_eq!(
            chosen(&[utf8, ("TERM", "xterm-256color")]).colours,
            Colours::Many
        );
        assert_eq!(chosen(&[utf8, ("TERM", "linux")]).colours, Colours::Sixteen);
        assert_eq!(chosen(&[utf8, ("TERM", "vt220")]).colours, Colours::None);
        assert_eq!(
            chosen(&[utf8, ("TERM", "xterm-256color"), ("NO_COLOR", "1")]).colours,
            Colours::None
        );
        assert_eq!(
            chosen(&[utf8, ("TERM", "xterm-256color"), ("NO_COLOR", "")]).colours,
            Colours::Many
        );
        assert_eq!(chosen(&[utf8]).glyphs, Glyphs::Lines);
        assert_eq!(chosen(&[("LANG", "C")]).glyphs, Glyphs::Ascii);
        let config = ThemeConfig {
            colours: Some(Colours::Sixteen),
            glyphs: Some(Glyphs::Ascii),
        };
        let theme = Theme::choose(config, |_| Some("UTF-8".to_owned()));
        assert_eq!(
            theme,
            Theme {
                colours: Colours::Sixteen,
                glyphs: Glyphs::Ascii
            }
        );
    }

    #[test]
    fn without_colours_there_are_none() {
        let theme = Theme {
            colours: Colours::None,
            glyphs: Glyphs::Lines,
        };
        for role in [
            Role::Text,
            Role::Faint,
            Role::Title,
            Role::Heading,
            Role::Selected,
            Role::SelectedElsewhere,
            Role::Marked,
            Role::Frame,
            Role::Key,
            Role::Bad,
            Role::Warning,
            Role::Good,
            Role::Added,
            Role::Removed,
            Role::Hit,
            Role::Disabled,
        ] {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        // Still told apart.
        assert_ne!(theme.style(Role::Selected), theme.style(Role::Text));
        assert_ne!(theme.style(Role::Added), theme.style(Role::Removed));
    }

    #[test]
    fn lights_differ_in_shape_and_have_one_width() {
        let theme = Theme {
            colours: Colours::Many,
            glyphs: Glyphs::Lines,
        };
        let shapes: Vec<&str> = [Light::Green, Light::Yellow, Light::Red]
            .map(|light| theme.light(light).0)
            .into();
        assert!(
            shapes
                .iter()
                .all(|shape| banli_shared::text::width(shape) == 2)
        );
        assert!(shapes[0] != shapes[1] && shapes[1] != shapes[2] && shapes[0] != shapes[2]);
    }
}
