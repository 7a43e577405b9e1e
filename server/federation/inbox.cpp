#include "federation/inbox.hpp"

#include "core/strings.hpp"
#include "core/url.hpp"
#include "federation/fetch_rules.hpp"
#include "federation/inbox_delivery.hpp"
#include "federation/policy.hpp"
#include "http/client_address.hpp"
#include "http/errors.hpp"
#include "runtime/deadline.hpp"
#include "runtime/spawn.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/rfc9421.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation {

using boost::asio::awaitable;

namespace {

constexpr json::Limits limits{1024 * 1024, 64, 20'000};
constexpr std::chrono::milliseconds turn_time(100);  // how often a fetch by somebody else is looked after
constexpr int most_turns = 100;

// An id, or the id of an embedded object, or of the only member of a list.
std::string id_of(const json::Value& value) {
    if (value.is_string()) return value.string();
    if (value.is_object()) return value["id"].string();
    if (value.is_array() && value.items().size() == 1) return id_of(value.items().front());
    return {};
}

Error bad(const char* what) {
    return Error(Errc::bad_request, what);
}

bool is_json_type(std::string_view content_type) {
    const auto type = strings::lower(content_type);
    return type.find("json") != std::string::npos;
}

}  // namespace

Inbox::Inbox(Services& services, KeyCache& keys, Fetcher& fetcher)
    : services_(services), keys_(keys), fetcher_(fetcher) {
    authorities_.push_back(services.config.web_authority());
    if (services.config.instance.domain != authorities_.front())
        authorities_.push_back(services.config.instance.domain);
}

http::Action Inbox::action() {
    return [this](http::Request request, http::Respond respond) { receive(std::move(request), std::move(respond)); };
}

Result<Inbox::Delivery> Inbox::read(const http::Request& request) const {
    if (!is_json_type(request.header("content-type")))
        return Error(Errc::unsupported_type, "Content-Type must be application/activity+json");
    COLLEGIUM_TRY(auto body, json::parse(request.body, limits));
    if (!body.is_object()) return bad("An activity is a JSON object");
    Delivery delivery;
    delivery.type = body["type"].is_array() && !body["type"].items().empty() ? body["type"].items().front().string()
                                                                             : body["type"].string();
    delivery.id = body["id"].string();
    delivery.actor = id_of(body["actor"]);
    delivery.object = id_of(body["object"]);
    if (delivery.type.empty()) return bad("The activity has no type");
    if (!parse_url(delivery.actor)) return bad("The activity has no actor");
    if (!delivery.id.empty() && !parse_url(delivery.id)) return bad("The activity's id is not an address");
    if (body.contains("@graph") || body.contains("@included") || body.contains("@reverse"))
        return bad("Only compacted documents are read");
    if (const auto& written = request.part("id"); !written.empty()) {
        auto id = parse_id<AccountId>(written);
        if (!id) return Error(Errc::not_found, "Record not found");
        delivery.recipient = *id;
    }
    return delivery;
}

Result<signatures::Claim> Inbox::examine(const http::Request& request) const {
    signatures::Message message;
    message.method = "POST";
    message.scheme = services_.config.plain_http() ? "http" : "https";
    message.authority = request.host;
    message.target = request.target;
    message.headers = request.headers;
    message.body = request.body;
    signatures::Policy policy;
    policy.authorities = authorities_;
    COLLEGIUM_CHECK(signatures::refuse_repeated_headers(message.headers));
    if (request.header_count("signature-input") > 0)
        return signatures::examine_rfc9421(message, policy, current_time());
    return signatures::examine_cavage(message, policy, current_time());
}

void Inbox::receive(http::Request request, http::Respond respond) {
    auto read_delivery = read(request);
    if (!read_delivery) {
        respond(http::error_response(read_delivery.error(), http::Audience::server));
        return;
    }
    auto delivery = std::make_shared<Delivery>(std::move(*read_delivery));
    delivery->request = std::move(request);
    delivery->respond = std::move(respond);
    if (admission(services_.config, authority_of(delivery->actor)) == Admission::no)
        return delivery->fail(Error(Errc::forbidden, "This server does not federate with yours"));
    auto claim = examine(delivery->request);
    if (!claim) return delivery->fail(claim.error());
    delivery->claim = std::move(*claim);
    if (admission(services_.config, authority_of(delivery->claim->key_id())) == Admission::no)
        return delivery->fail(Error(Errc::forbidden, "This server does not federate with yours"));
    if (auto owner = keys_.find(delivery->claim->key_id(), current_time())) {
        if (delivery->claim->verify(owner->key)) return judge(delivery, *owner);
    }
    runtime::spawn(services_.loop, "inbox key", find_key(delivery));
}

// The key is not in memory, or its owner may have changed it: the database, then its origin.
awaitable<void> Inbox::find_key(std::shared_ptr<Delivery> delivery) {
    const std::string key_id = delivery->claim->key_id();
    // Its owner says that it is gone, and nobody here knew it: there is nothing to do and nothing to verify with.
    const bool own_end =
        (delivery->type == "Delete" || delivery->type == "Update") && delivery->object == delivery->actor;
    std::function<Result<bool>(domain::Context&)> is_known =
        [actor = delivery->actor](domain::Context& context) -> Result<bool> {
        auto account = repo::find_account_by_uri(context.db, actor);
        return account && !account->deleted_at;
    };
    if (own_end) {
        auto known = co_await in_lane<bool>(services_, sql::Lane::read, std::move(is_known));
        if (!known) co_return delivery->fail(known.error());
        if (!*known) co_return delivery->answer(202);
    }
    auto stored = co_await stored_owner(key_id);
    if (stored && delivery->claim->verify(stored->key)) {
        keys_.put(key_id, *stored, current_time());
        co_return judge(delivery, *stored);
    }
    auto signer = authority_of(key_id);
    auto where = co_await standing_of(std::move(signer));
    if (!where) co_return delivery->fail(where.error());
    if (*where == Standing::shut_out)
        co_return delivery->fail(Error(Errc::forbidden, "This server does not federate with yours"));
    auto client = http::client_key(delivery->request.remote_address);
    const auto leave = co_await leave_to_fetch(key_id, std::move(client));
    if (leave == FetchLeave::now) {
        auto known = stored ? std::optional(std::move(*stored)) : std::nullopt;
        co_await fetch_key(delivery, std::move(known));
        co_return;
    }
    // Somebody else may have fetched it meanwhile; a key in quarantine is in memory alone.
    if (auto owner = keys_.find(key_id, current_time()); owner && delivery->claim->verify(owner->key))
        co_return judge(delivery, *owner);
    stored = co_await stored_owner(key_id);
    if (stored && delivery->claim->verify(stored->key)) co_return judge(delivery, *stored);
    if (leave == FetchLeave::refused)
        co_return delivery->fail(Error(Errc::unauthorized, "The signature does not hold", key_id));
    delivery->fail(Error(Errc::unavailable, "The key cannot be fetched now", key_id));
}

// Waits while somebody else is fetching it: a new peer's first deliveries come at once.
awaitable<FetchLeave> Inbox::leave_to_fetch(std::string key_id, std::string client) {
    auto leave = keys_.ask_to_fetch(key_id, client, current_time());
    for (int turn = 0; turn < most_turns && leave == FetchLeave::under_way; ++turn) {
        co_await runtime::sleep_for(turn_time);
        leave = keys_.ask_to_fetch(key_id, client, current_time());
    }
    co_return leave;
}

awaitable<void> Inbox::fetch_key(std::shared_ptr<Delivery> delivery, std::optional<KeyOwner> stored) {
    const std::string key_id = delivery->claim->key_id();
    auto fetched = co_await fetcher_.key(key_id);
    const bool for_now = !fetched && may_pass(fetched.error().code());
    keys_.fetch_ended(key_id, for_now ? FetchEnd::failed_for_now : FetchEnd::read, current_time());
    if (!fetched) {
        const auto error = fetched.error();
        // 410 at the address of the one who says farewell confirms it, whoever signed (federation.md 3.1 step 3).
        const bool farewell = delivery->is_farewell() && stored && stored->uri == delivery->actor;
        if (error.code() == Errc::gone && farewell) co_return accept(delivery, *stored);
        if (for_now) co_return delivery->fail(Error(Errc::unavailable, "The key could not be fetched", error.detail()));
        co_return delivery->fail(Error(Errc::unauthorized, "The key could not be read", error.detail()));
    }
    // Right whoever signed: it is kept before it is used, or one forged request would have the genuine ones refused
    // until the key may be read again.
    keys_.put(key_id, *fetched, current_time());
    if (!delivery->claim->verify(fetched->key))
        co_return delivery->fail(Error(Errc::unauthorized, "The signature does not hold", key_id));
    judge(delivery, *fetched);
}

awaitable<Result<KeyOwner>> Inbox::stored_owner(std::string key_id) {
    std::function<Result<KeyOwner>(domain::Context&)> load = [key_id](domain::Context& context) {
        return load_key_owner(context, key_id);
    };
    auto stored = co_await in_lane<KeyOwner>(services_, sql::Lane::read, std::move(load));
    co_return stored;
}

awaitable<Result<Standing>> Inbox::standing_of(std::string authority) {
    if (admission(services_.config, authority) == Admission::yes) co_return Standing::federates;
    std::function<Result<Standing>(domain::Context&)> look = [authority](domain::Context& context) -> Result<Standing> {
        return standing(context, authority);
    };
    auto found = co_await in_lane<Standing>(services_, sql::Lane::read, std::move(look));
    co_return found;
}

}  // namespace collegium::federation
