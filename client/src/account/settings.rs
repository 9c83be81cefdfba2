//! Where things are kept, and what the person configured.

use std::path::{Path, PathBuf};

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, of_toml};
use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::tui::keys::config::KeysConfig;
use crate::tui::theme::ThemeConfig;

/// Directories of this program for this person.
#[derive(Clone, Debug)]
pub struct Places {
    /// Settings and the login.
    pub config: PathBuf,
    /// Drafts.
    pub drafts: PathBuf,
}

impl Places {
    /// By the XDG rules.
    ///
    /// # Errors
    /// When there is no home directory.
    pub fn find() -> Result<Self, Bilingual> {
        let base = etcetera::choose_base_strategy()
            .map_err(|fault| both!("找不到主目录（{fault}）", "no home directory: {fault}"))?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Self {
            config: base.config_dir().join("banli"),
            drafts: state.join("banli").join("drafts"),
        })
    }
}

/// `config.toml`. Everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The address of the server.
    pub server: Option<String>,
    /// The language; else the locale decides.
    pub language: Option<Lang>,
    /// A certificate to trust beside the system's, as a PEM file.
    pub ca_cert: Option<PathBuf>,
    /// Keys of the terminal client.
    pub keys: KeysConfig,
    /// Looks of the terminal client.
    pub theme: ThemeConfig,
}

impl Settings {
    /// Reads `config.toml` in this directory; defaults where there is none.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(directory: &Path) -> Result<Self, Bilingual> {
        let path = directory.join("config.toml");
        let said = match std::fs::read_to_string(&path) {
            Ok(text) => match toml::from_str(&text) {
                Ok(read) => return Ok(read),
                Err(fault) => of_toml(&text, &fault),
            },
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(fault) => banli_shared::text::system(&fault),
        };
        let (path, Bilingual { zh, en }) = (path.display(), said);
        Err(both!("{path}：{zh}", "{path}: {en}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_slips_are_named() {
        let directory = tempfile::tempdir().unwrap();
        assert!(Settings::read(directory.path()).unwrap().server.is_none());
        let path = directory.path().join("config.toml");
        std::fs::write(
            &path,
            "server = \"http://a\"\nlanguage = \"en\"\n[keys]\npreset = \"arrows\"\n",
        )
        .unwrap();
        let settings = Settings::read(directory.path()).unwrap();
        assert_eq!(
            (settings.server.as_deref(), settings.language),
            (Some("http://a"), Some(Lang::En))
        );
        std::fs::write(&path, "sever = \"x\"\n").unwrap();
        assert!(
            Settings::read(directory.path())
                .unwrap_err()
                .en
                .contains("sever")
        );
    }
}
