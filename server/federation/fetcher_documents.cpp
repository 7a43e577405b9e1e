// The reading half of federation/fetcher.hpp: one signed GET, its redirects, and whose document it is.
#include "client/await.hpp"
#include "core/url.hpp"
#include "domain/uris.hpp"
#include "federation/fetch_rules.hpp"
#include "federation/fetcher.hpp"
#include "federation/policy.hpp"
#include "signatures/draft_cavage.hpp"

namespace collegium::federation {
namespace {

constexpr int redirect_limit = 3;
constexpr auto deadline = std::chrono::seconds(10);

}  // namespace

using boost::asio::awaitable;

awaitable<Result<SigningKeys::Entry>> Fetcher::instance_key() {
    std::function<Result<model::Account>(domain::Context&)> find =
        [](domain::Context& context) -> Result<model::Account> {
        auto actor = domain::find_instance_actor(context);
        if (!actor) return Error(Errc::internal, "Something went wrong", "no instance actor");
        return std::move(*actor);
    };
    if (!instance_actor_) {
        auto actor = co_await in_lane<model::Account>(services_, sql::Lane::read, std::move(find));
        if (!actor) co_return actor.error();
        instance_actor_ = actor->id;
    }
    const auto id = instance_actor_;
    if (auto entry = keys_.find(id)) co_return *entry;
    std::function<Result<SigningKeys::Entry>(domain::Context&)> load = [id](domain::Context& context) {
        return SigningKeys::load(context, id);
    };
    auto entry = co_await in_lane<SigningKeys::Entry>(services_, sql::Lane::read, std::move(load));
    if (entry) keys_.put(id, *entry);
    co_return entry;
}

awaitable<Result<Standing>> Fetcher::standing_of(std::string authority) {
    if (admission(services_.config, authority) != Admission::after_review)
        co_return standing(services_.config, authority, model::HostReview::unreviewed);
    std::function<Result<Standing>(domain::Context&)> look = [authority](domain::Context& context) -> Result<Standing> {
        return standing(context, authority);
    };
    auto found = co_await in_lane<Standing>(services_, sql::Lane::read, std::move(look));
    co_return found;
}

awaitable<Result<void>> Fetcher::admit(std::string authority) {
    auto found = co_await standing_of(authority);
    if (!found) co_return found.error();
    const auto detail = "not federating with " + authority;
    switch (*found) {
        case Standing::federates: co_return ok();
        case Standing::quarantined:
            co_return Error(Errc::unprocessable, authority + " has not been reviewed by this instance yet", detail);
        case Standing::shut_out: break;
    }
    if (admission(services_.config, authority) == Admission::no)
        co_return Error(Errc::unreachable, "The other server cannot be reached", detail);
    co_return Error(Errc::unprocessable, "This instance does not federate with " + authority, detail);
}

awaitable<Result<client::Answer>> Fetcher::get(std::string uri, std::string accept, Purpose purpose) {
    COLLEGIUM_CO_TRY(auto url, parse_url(uri));
    auto authority = url.authority();
    auto found = co_await standing_of(authority);
    if (!found) co_return found.error();
    const bool for_signature = purpose == Purpose::signature && *found == Standing::quarantined;
    if (*found != Standing::federates && !for_signature) {
        auto refused = co_await admit(std::move(authority));
        if (!refused) co_return refused.error();
    }
    auto key = co_await instance_key();
    if (!key) co_return key.error();
    std::function<std::vector<signatures::Header>()> sign = [entry = *key, url] {
        const signatures::Outgoing outgoing{"GET", url, "", ""};
        const signatures::Signer signer{entry.key, entry.key_id};
        return signatures::sign_cavage(outgoing, signer, current_time()).value();
    };
    auto headers = co_await runtime::on_pool<std::vector<signatures::Header>>(services_.cpu, std::move(sign));
    if (!headers) co_return headers.error();
    client::Fetch fetch("GET", url);
    fetch.headers = std::move(*headers);
    fetch.headers.emplace_back("accept", accept);
    fetch.deadline = deadline;
    auto answer = co_await client::fetch(services_.http, std::move(fetch));
    co_return answer;
}

awaitable<Result<Fetcher::Page>> Fetcher::page(std::string uri, Purpose purpose) {
    std::string address = without_fragment(uri);
    for (int hop = 0; hop <= redirect_limit; ++hop) {
        if (domain::Uris(services_.config).is_ours(address))
            co_return Error(Errc::forbidden, "This address is ours", address);
        std::string accept(activity_accept);
        auto answer = co_await get(address, std::move(accept), purpose);
        if (!answer) co_return answer.error();
        if (is_redirect(answer->status)) {
            auto target = redirect_target(address, answer->header("location"));
            if (!target) co_return target.error();
            address = without_fragment(*target);
            continue;
        }
        if (answer->status != 200) co_return error_of_status(answer->status, address);
        if (!is_activity_type(answer->header("content-type")))
            co_return Error(Errc::bad_upstream, "The other server answered something unusable",
                            "content type of " + address);
        auto content = json::parse(answer->body);
        if (!content)
            co_return Error(Errc::bad_upstream, "The other server answered something unusable",
                            content.error().message());
        Page found;
        found.address = std::move(address);
        found.content = std::move(*content);
        co_return found;
    }
    co_return Error(Errc::bad_upstream, "The other server redirects too often", uri);
}

awaitable<Result<json::Value>> Fetcher::document(std::string uri) {
    auto found = co_await document_for(std::move(uri), Purpose::people);
    co_return found;
}

awaitable<Result<json::Value>> Fetcher::document_for(std::string uri, Purpose purpose) {
    auto found = co_await page(uri, purpose);
    if (!found) co_return found.error();
    auto id = found->content["id"].string();
    if (without_fragment(id) == found->address) co_return std::move(found->content);
    // A page's address, or an old one: its id is asked once, and must be what it says.
    if (!same_origin(id, found->address))
        co_return Error(Errc::bad_upstream, "The other server answered something unusable", "id on another host");
    auto again = co_await page(id, purpose);
    if (!again) co_return again.error();
    if (without_fragment(again->content["id"].string()) != again->address)
        co_return Error(Errc::bad_upstream, "The other server answered something unusable", "id is not its address");
    co_return std::move(again->content);
}

}  // namespace collegium::federation
