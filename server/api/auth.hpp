// Who calls: the bearer token of a request, and the scope a route asks of it (mastodon-api.md 2.6, 2.7).
#pragma once

#include <string_view>

#include "api/forms.hpp"
#include "domain/context.hpp"
#include "domain/sessions.hpp"
#include "http/request.hpp"

namespace collegium::api {

// A signed-in person. Errors: unauthorized (no or bad token), forbidden (scope), unprocessable (an app's token).
struct Viewer {
    model::Account account;
    model::Member member;
    model::OauthToken token;

    AccountId id() const { return account.id; }
};
Result<Viewer> require_viewer(domain::Context& context, const http::Request& request, std::string_view scope);

// A signed-in person and the thing that the path names: what most writing routes begin with.
template <class IdType>
struct Subject {
    Viewer viewer;
    IdType id;
};
template <class IdType>
Result<Subject<IdType>> require_subject(domain::Context& context, const http::Request& request,
                                        std::string_view scope) {
    COLLEGIUM_TRY(auto viewer, require_viewer(context, request, scope));
    COLLEGIUM_TRY(auto id, id_in_path<IdType>(request));
    return Subject<IdType>{std::move(viewer), id};
}

// Also an app's own token.
Result<domain::Caller> require_token(domain::Context& context, const http::Request& request, std::string_view scope);

// For what the public may read too: no token gives no id; a bad token is still an error.
Result<AccountId> viewer_or_public(domain::Context& context, const http::Request& request, std::string_view scope);

// From the Authorization header, or the access_token parameter; "" when there is none.
std::string bearer_token(const http::Request& request);

}  // namespace collegium::api
