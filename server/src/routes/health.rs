//! `/healthz` (the program runs) and `/readyz` (it can do its work). Neither needs a token; neither tells a secret.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use banli_shared::api::ProblemCode;
use banli_shared::both;

use crate::app::App;
use crate::http::{Failure, Routes};
use crate::params;
use crate::store::{NEWEST, StoreError, Tx};

pub(super) fn mount(routes: Routes) -> Routes {
    routes.get("/healthz", healthz).get("/readyz", readyz)
}

async fn healthz() -> Response {
    (StatusCode::OK, "ok\n").into_response()
}

/// Ready means: the schema is this program's, and a real write reaches the disk.
async fn readyz(State(app): State<App>) -> Response {
    let now = app.now();
    let written = app
        .store()
        .write(async move |tx: &mut Tx| -> Result<i64, StoreError> {
            let sql = "INSERT INTO counters (name, value) VALUES ('readyz', $1)
                       ON CONFLICT (name) DO UPDATE SET value = $1";
            tx.execute(sql, params![now]).await?;
            tx.query_one("SELECT MAX(version) FROM schema_migrations", &[])
                .await?
                .int(0)
        })
        .await;
    match written {
        Ok(NEWEST) => {
            let body = serde_json::json!({ "ready": true, "database": app.store().kind(), "schema": NEWEST });
            ([(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
        }
        Ok(_) => {
            let detail = both!(
                "数据库结构与本程序不符",
                "the schema of the database is not the one of this program"
            );
            Failure::new(ProblemCode::Unavailable, detail).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "not ready");
            let detail = both!("数据库无法写入", "the database cannot be written to");
            Failure::new(ProblemCode::Unavailable, detail)
                .retry_after(5)
                .into_response()
        }
    }
}
