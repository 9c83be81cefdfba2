//! The test harness of Banli.
