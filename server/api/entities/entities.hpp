// Mastodon's entities, written straight into a JSON writer: names, null rules and formats of
// mastodon-api.md section 4. One .cpp per entity.
#pragma once

#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "domain/context.hpp"
#include "domain/notifications.hpp"
#include "domain/sessions.hpp"
#include "domain/timelines.hpp"
#include "storage/model/account.hpp"
#include "storage/model/oauth.hpp"

namespace collegium::api {

void write_account(json::Writer& writer, const domain::Context& context, const model::Account& account);
void write_muted_account(json::Writer& writer, const domain::Context& context, const model::Account& account,
                         std::optional<Timestamp> until);
// Account with source and role, for its owner.
void write_credential_account(json::Writer& writer, const domain::Context& context, const model::Account& account,
                              const model::Member& member, std::int64_t follow_requests);
void write_relationship(json::Writer& writer, const model::Relationship& relationship);

// `viewer` none: without the flags that need a person.
void write_status(json::Writer& writer, const domain::Context& context, const domain::PostView& view, AccountId viewer);
void write_statuses(json::Writer& writer, const domain::Context& context, const std::vector<domain::PostView>& views,
                    AccountId viewer);
// The answer to DELETE: with the source text, without content.
void write_deleted_status(json::Writer& writer, const domain::Context& context, const domain::PostView& view,
                          std::string_view source);
void write_status_edit(json::Writer& writer, const domain::Context& context, const model::PostEdit& edit,
                       const domain::PostView& view);
void write_media(json::Writer& writer, const domain::Context& context, const model::Media& media);
void write_tag(json::Writer& writer, const domain::Context& context, const model::Tag& tag);
void write_notification(json::Writer& writer, const domain::Context& context,
                        const domain::NotificationView& notification);
void write_application(json::Writer& writer, const model::OauthApp& app);

// "public", "unlisted", "private", "direct"
std::string_view name_of(model::Visibility visibility);
std::optional<model::Visibility> parse_visibility(std::string_view name);

// The text behind stored local media or the remote address.
std::string media_url(const domain::Context& context, const model::Media& media);

}  // namespace collegium::api
