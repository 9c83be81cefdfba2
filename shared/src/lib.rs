//! The domain of Banli.
