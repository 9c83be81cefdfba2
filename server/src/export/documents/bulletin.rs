//! The bulletin (简报).
