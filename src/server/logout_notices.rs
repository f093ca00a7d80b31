//! Tells relying parties that a login has ended.

use actix_web::web::Data;
use futures_util::future::join_all;

use super::App;
use crate::clock::Timestamp;
use crate::identity::BackChannelNotice;
use crate::outbound::logout_notice::tell;
use crate::outbound::wire_call::WireCall;

/// Sends all notices at once; one that fails is seen in the calls and hinders nobody's logout. They are sent
/// also where the browser that asked for the logout goes elsewhere before the answer.
pub async fn send_notices(
    app: &Data<App>,
    notices: Vec<BackChannelNotice>,
    now: Timestamp,
) -> Vec<WireCall> {
    let app = app.clone();
    let sending = actix_web::rt::spawn(async move {
        let reach = app.shared.reach.as_ref();
        let calls = notices.iter().map(|notice| {
            tell(
                &app.shared.outbound,
                &notice.uri,
                &notice.logout_token,
                reach,
                now,
            )
        });
        let told = join_all(calls).await;
        told.into_iter().map(|(_result, call)| call).collect()
    });
    sending.await.unwrap_or_default()
}
