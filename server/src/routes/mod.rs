//! Thin: each route decodes by its type, calls one use case, and answers.

mod account;
mod delegations;
mod docs;
mod document;
mod documents;
mod events;
mod exports;
mod figures;
pub mod health;
mod imports;
mod lists;
mod notices;
mod people;
mod proposals;
mod rules;
mod sessions;
mod templates;
#[cfg(test)]
mod tests;
mod units;
mod views;
mod webhooks;

use crate::http::Routes;

/// Every route of the server.
#[must_use]
pub fn all() -> Routes {
    let routes = health::mount(Routes::new());
    let routes = document::mount(routes);
    let routes = docs::mount(routes);
    let routes = account::mount(routes);
    let routes = people::mount(routes);
    let routes = units::mount(routes);
    let routes = rules::mount(routes);
    let routes = notices::mount(routes);
    let routes = delegations::mount(routes);
    let routes = webhooks::mount(routes);
    let routes = sessions::mount(routes);
    let routes = imports::mount(routes);
    let routes = exports::mount(routes);
    let routes = documents::mount(routes);
    let routes = templates::mount(routes);
    let routes = proposals::mount(routes);
    let routes = views::mount(routes);
    let routes = lists::mount(routes);
    let routes = figures::mount(routes);
    events::mount(routes)
}
