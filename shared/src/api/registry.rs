//! Every endpoint there is: mounted by the server, described by the document, compared by a test.

use super::Info;

macro_rules! registry {
    ($($endpoint:ty),+ $(,)?) => {
        /// Every endpoint of the contract, in the order of the document.
        #[must_use]
        pub fn registry() -> Vec<Info> {
            vec![ $( Info::of::<$endpoint>(), )+ ]
        }
    };
}

registry![
    super::account::Login,
    super::account::Logout,
    super::account::Me,
    super::account::ChangePassword,
    super::account::ListTokens,
    super::account::MakeToken,
    super::account::RevokeToken,
    super::sessions::ListSessions,
    super::sessions::PutSession,
    super::profiles::GetProfile,
    super::profiles::ListProfileRevisions,
    super::profiles::PutProfile,
    super::calendars::GetCalendar,
    super::calendars::PutCalendar,
    super::calendars::ListMoves,
    super::notices::ListNotices,
    super::notices::MarkRead,
    super::units::ListUnits,
    super::units::PutUnits,
    super::units::Retire,
    super::people::ListPeople,
    super::people::AddPerson,
    super::people::AddPeople,
    super::people::EditPerson,
    super::webhooks::ListWebhooks,
    super::webhooks::AddWebhook,
    super::webhooks::DropWebhook,
    super::webhooks::ListDeliveries,
    super::webhooks::RetryDelivery,
    super::delegations::ListDelegations,
    super::delegations::Delegate,
    super::delegations::EndDelegation,
    super::inbox::Inbox,
    super::proposals::ListProposals,
    super::proposals::Submit,
    super::proposals::GetProposal,
    super::similar::GetSimilar,
    super::sitting::GetSitting,
    super::proposals::RunCommand,
    super::proposals::RunCommands,
    super::promises::ListPromises,
    super::documents::GetDocument,
    super::documents::GetDocumentsOfUnit,
    super::documents::GetBulletin,
    super::templates::GetTemplate,
    super::templates::ListTemplateRevisions,
    super::templates::PutTemplate,
    super::views::ListViews,
    super::views::PutView,
    super::views::DropView,
    super::events::CaseEvents,
    super::events::Changes,
    super::lists::ListColumnNames,
    super::lists::Import,
    super::lists::Export,
    super::figures::GetFigures,
    super::figures::GetBoard,
    super::rankings::GetRankings,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_routes_are_unique_and_under_the_version() {
        let all = registry();
        let names: BTreeSet<_> = all.iter().map(|info| info.name).collect();
        let routes: BTreeSet<_> = all.iter().map(|info| (info.method, info.path)).collect();
        assert_eq!(names.len(), all.len());
        assert_eq!(routes.len(), all.len());
        assert!(all.iter().all(|info| info.path.starts_with("/api/v1/")));
    }
}
