#include "federation/documents_parts.hpp"

#include "as2/context.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "federation/keys.hpp"
#include "federation/policy.hpp"
#include "http/negotiate.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/rfc9421.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation::documents {
namespace {

constexpr std::string_view shared_cache = "public, max-age=180";
constexpr std::string_view no_cache = "private, no-store";

void finish(const domain::Context& context, http::Response& response, Cache cache) {
    const bool signed_only = context.config.federation.authorized_fetch;
    response.set("Vary", signed_only || cache == Cache::nowhere ? "Accept, Signature" : "Accept");
    response.set("Cache-Control", signed_only || cache == Cache::nowhere ? no_cache : shared_cache);
}

Error unsigned_request() {
    return Error(Errc::unauthorized, "This has to be asked for with a signed request");
}

Result<signatures::Claim> examine(const domain::Context& context, const http::Request& request) {
    const std::vector<std::string> authorities = {context.config.web_authority(), context.config.instance.domain};
    signatures::Policy policy;
    policy.authorities = authorities;
    signatures::Message message;
    message.method = "GET";
    message.scheme = context.config.plain_http() ? "http" : "https";
    message.authority = request.host;
    message.target = request.target;
    message.headers = request.headers;
    COLLEGIUM_CHECK(signatures::refuse_repeated_headers(message.headers));
    if (request.header_count("signature-input") > 0) return signatures::examine_rfc9421(message, policy, context.now);
    return signatures::examine_cavage(message, policy, context.now);
}

}  // namespace

http::Response document(const domain::Context& context, json::Value value, Cache cache) {
    auto response = http::Response::activity(json::dump(as2::with_context(std::move(value))));
    finish(context, response, cache);
    return response;
}

http::Response tombstone(const domain::Context& context, std::string uri, std::string_view former_type,
                         std::optional<Timestamp> deleted) {
    as2::Tombstone gone;
    gone.id = std::move(uri);
    gone.former_type = std::string(former_type);
    gone.deleted = deleted;
    auto response = http::Response::activity(json::dump(as2::with_context(as2::write_tombstone(gone))), 410);
    finish(context, response, Cache::shared);
    return response;
}

bool wants_page(const http::Request& request) {
    return !http::wants_activity(request.header("accept"));
}

http::Response to_page(std::string_view address) {
    auto response = http::Response::redirect(address);
    response.set("Vary", "Accept");
    return response;
}

std::optional<Reply> identify(domain::Context& context, const http::Request& request, AccountId& signer) {
    if (request.header_count("signature") == 0) return Reply(unsigned_request());
    auto claim = examine(context, request);
    if (!claim) return Reply(claim.error());
    const std::string key_id = claim->key_id();
    const auto actor = key_id.substr(0, key_id.find('#'));
    if (!may_federate(context, authority_of(actor)))
        return Reply(Error(Errc::forbidden, "This server does not federate with yours"));
    auto owner = load_key_owner(context, key_id);
    if (!owner && owner.error().code() == Errc::not_found && request.attempt == 0) {
        http::Needs needs;
        needs.actors.push_back(actor);  // unsigned as far as we know: it makes us store no posts
        return Reply(std::move(needs));
    }
    if (!owner || !claim->verify(owner->key)) return Reply(Error(Errc::unauthorized, "The signature does not hold"));
    signer = owner->account;
    return std::nullopt;
}

std::optional<Reply> refuse_unsigned(domain::Context& context, const http::Request& request) {
    if (!context.config.federation.authorized_fetch) return std::nullopt;
    AccountId signer;
    return identify(context, request, signer);
}

Result<model::Account> own_person(domain::Context& context, const http::Request& request) {
    const auto id = parse_id<AccountId>(request.part("id"));
    auto account = id ? repo::find_account(context.db, *id) : std::nullopt;
    if (!account || !account->local() || account->kind == model::ActorKind::application)
        return Error(Errc::not_found, "Record not found");
    if (account->deleted_at) return Error(Errc::gone, "Record not found");
    return std::move(*account);
}

PageRequest page_request(const http::Request& request) {
    PageRequest asked;
    const auto& parameters = request.parameters();
    asked.page = parameters["page"].string() == "true";
    asked.max_id = parse_decimal_id(parameters["max_id"].string()).value_or(0);
    asked.min_id = parse_decimal_id(parameters["min_id"].string()).value_or(0);
    return asked;
}

}  // namespace collegium::federation::documents

namespace collegium::federation {

http::Routes<domain::Context> document_routes() {
    auto routes = documents::people_routes();
    for (const auto& route : documents::object_routes()) routes.push_back(route);
    return routes;
}

}  // namespace collegium::federation
