#include "unit/federation/outbound_world.hpp"

#include "core/log.hpp"
#include "domain/accounts.hpp"
#include "domain/remote_posts.hpp"
#include "federation/outbox.hpp"
#include "http/errors.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/queues.hpp"
#include "storage/repo/relations.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "support/test_keys.hpp"

namespace collegium::federation::test {

namespace {

[[maybe_unused]] const bool quiet = (log::configure(log::Level::error, log::Format::text), true);

}  // namespace

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "collegium-federation-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

OutboundWorld::OutboundWorld() : media_(folder_.path + "/media") {
    config_.instance.domain = "north.example";
    config_.instance.name = "North District";
    auto connection = sql::open_connection("sqlite://" + folder_.path + "/test.db");
    if (!connection) throw std::runtime_error(connection.error().message());
    db_ = std::move(*connection);
    auto migrated = sql::migrate(*db_);
    if (!migrated) throw std::runtime_error(migrated.error().message());
}

model::Account OutboundWorld::member(std::string_view username) {
    domain::NewMember wanted;
    wanted.username = username;
    wanted.email = std::string(username) + "@north.example";
    wanted.password_hash = "unused";
    wanted.private_key = collegium::test::rsa_key().pem();
    wanted.public_key = collegium::test::rsa_key().public_key().pem();
    auto here = context();
    auto account = domain::create_member(here, wanted);
    if (!account) throw std::runtime_error(account.error().message());
    return *account;
}

model::Account OutboundWorld::stranger(std::string_view username, std::string_view host, bool shared_inbox) {
    const std::string base = "https://" + std::string(host);
    model::Account account;
    account.id = ids_.next<AccountId>();
    account.username = username;
    account.domain = host;
    account.uri = base + "/users/" + std::string(username);
    account.url = base + "/@" + std::string(username);
    account.inbox = account.uri + "/inbox";
    if (shared_inbox) account.shared_inbox = base + "/inbox";
    account.followers_uri = account.uri + "/followers";
    account.key_id = account.uri + "#main-key";
    account.public_key = collegium::test::rsa_key().public_key().pem();
    account.created_at = now_;
    account.updated_at = now_;
    account.fetched_at = now_;
    if (!repo::insert_account(*db_, account)) throw std::runtime_error("the account is there already");
    return account;
}

void OutboundWorld::follows(const model::Account& follower, const model::Account& target) {
    model::Follow follow;
    follow.account_id = follower.id;
    follow.target_id = target.id;
    follow.uri = follower.uri + "/follows/" + target.id.text();
    follow.created_at = now_;
    repo::put_follow(*db_, follow);
    repo::accept_follow(*db_, follower.id, target.id);
    repo::refresh_follow_counts(*db_, target.id);
}

model::Post OutboundWorld::post(const model::Account& author, std::string_view text, model::Visibility visibility,
                                PostId in_reply_to) {
    domain::PostDraft draft;
    draft.author = author.id;
    draft.text = text;
    draft.visibility = visibility;
    draft.language = "en";
    draft.in_reply_to = in_reply_to;
    auto here = context();
    auto made = domain::create_post(here, draft);
    if (!made) throw std::runtime_error(made.error().message());
    return *made;
}

model::Post OutboundWorld::remote_post(const model::Account& author, std::string_view uri) {
    domain::RemotePost remote;
    remote.uri = uri;
    remote.url = uri;
    remote.author = author.id;
    remote.content = "<p>Momentum carts</p>";
    remote.published = now_;
    auto here = context();
    auto made = domain::import_post(here, remote, domain::Arrival::fetched);
    if (!made || !*made) throw std::runtime_error("the post was not taken in");
    return **made;
}

std::vector<Sent> OutboundWorld::sent() {
    auto here = context();
    enqueue_deliveries(here, domain::News(here, repo::take_events(*db_, 1000)));
    auto deliveries = db_->all(
        "SELECT d.inbox, b.sender_id, b.body FROM delivery d JOIN delivery_body b ON b.id = d.body_id ORDER BY d.id",
        {}, [](const sql::Row& row) {
            return Sent{row.string(0), row.id<AccountId>(1), json::parse(row.text(2)).value()};
        });
    db_->execute("DELETE FROM delivery");
    db_->execute("DELETE FROM delivery_body");
    return deliveries;
}

std::vector<std::string> OutboundWorld::inboxes_of(const std::vector<Sent>& deliveries) {
    std::vector<std::string> inboxes;
    for (const auto& delivery : deliveries) inboxes.push_back(delivery.inbox);
    return inboxes;
}

http::Request OutboundWorld::get(std::string_view path, std::string_view accept) {
    http::Request request;
    request.target = path;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    request.host = config_.web_authority();
    request.headers = {{"host", request.host}, {"accept", std::string(accept)}};
    request.parameters_ = json::Value::object({});
    if (question == std::string_view::npos) return request;
    request.query = path.substr(question + 1);
    for (std::string_view rest = request.query; !rest.empty();) {
        const auto pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        request.parameters_.set(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
    }
    return request;
}

http::Response OutboundWorld::ask(const http::Routes<domain::Context>& routes, const http::Request& request) {
    const auto split = [](std::string_view path) {
        std::vector<std::string> parts;
        for (std::size_t at = 1; at <= path.size();) {
            const auto end = std::min(path.find('/', at), path.size());
            parts.emplace_back(path.substr(at, end - at));
            at = end + 1;
        }
        return parts;
    };
    const auto wanted = split(request.path);
    for (const auto& route : routes) {
        const auto pattern = split(route.path);
        if (pattern.size() != wanted.size()) continue;
        auto asked = request;
        bool fits = true;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i].starts_with(':'))
                asked.parts_.emplace_back(pattern[i].substr(1), wanted[i]);
            else
                fits = fits && pattern[i] == wanted[i];
        }
        if (!fits) continue;
        auto here = context();
        auto reply = route.handler(here, asked);
        if (auto* response = std::get_if<http::Response>(&reply.content)) return *response;
        if (auto* error = std::get_if<Error>(&reply.content)) return http::error_response(*error, route.audience);
        return http::Response(102);  // needs something from the network
    }
    return http::Response(404);
}

}  // namespace collegium::federation::test
