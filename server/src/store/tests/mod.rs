//! What the rest of the server relies on, the same on both databases.

mod copies;
mod database;
mod jobs;
mod lost;
mod schema;
mod words;

pub(crate) use self::database::Database;

/// Runs each test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::store::tests::Database::sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::store::tests::Database::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both;
