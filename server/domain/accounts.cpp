#include "domain/accounts.hpp"

#include <algorithm>
#include <array>

#include "core/json.hpp"
#include "core/registrable.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/events.hpp"
#include "domain/post_text.hpp"
#include "domain/relations.hpp"
#include "domain/uris.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::domain {
namespace {

constexpr std::size_t name_limit = 50;
constexpr std::size_t note_limit = 1000;
constexpr std::size_t field_limit = 6;
constexpr std::size_t field_length = 255;

constexpr std::array reserved_names = {"admin",    "administrator", "root",      "support",    "help",      "abuse",
                                       "security", "postmaster",    "webmaster", "hostmaster", "moderator", "mod",
                                       "system",   "assistant",     "collegium", "api",        "www",       "actor",
                                       "inbox",    "nobody",        "instance"};

Error invalid(const std::string& what) {
    return Error(Errc::unprocessable, "Validation failed: " + what);
}

bool is_plausible_email(std::string_view email) {
    auto at = email.find('@');
    if (at == std::string_view::npos || at == 0 || at != email.rfind('@') || email.size() > 254) return false;
    auto domain = email.substr(at + 1);
    if (domain.empty() || domain.front() == '.' || domain.back() == '.') return false;
    return std::none_of(email.begin(), email.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

void fill_uris(model::Account& account, const Uris& uris) {
    account.uri = uris.actor(account.id);
    account.url = uris.profile(account.username);
    account.inbox = uris.inbox(account.id);
    account.shared_inbox = uris.shared_inbox();
    account.outbox = uris.outbox(account.id);
    account.followers_uri = uris.followers(account.id);
    account.following_uri = uris.following(account.id);
    account.featured_uri = uris.featured(account.id);
    account.key_id = uris.key(account.id);
}

Result<void> count_new_actor(Context& context, std::string_view uri) {
    const auto most = context.config.limits.new_people_per_domain;
    const auto domain = registrable_domain(authority_of(uri));
    if (most == 0 || repo::count_new_actor(context.db, domain, context.now, most)) return ok();
    return Error(Errc::too_many_requests, "Too many new people of that domain today", domain);
}

// [{name, value (safe HTML), source}]
Result<std::string> render_fields(Context& context, const std::vector<ProfileField>& fields) {
    if (fields.size() > field_limit) return invalid("Too many profile fields");
    json::Array rendered;
    for (const auto& field : fields) {
        auto name = strings::without_controls(strings::trim(field.name));
        auto value = strings::without_controls(strings::trim(field.value));
        if (name.empty() && value.empty()) continue;
        if (strings::count_characters(name) > field_length || strings::count_characters(value) > field_length)
            return invalid("Profile field is too long");
        auto html = render_profile_text(context, value);
        // One line: the paragraph around it would only get in the way.
        if (html.starts_with("<p>") && html.ends_with("</p>")) html = html.substr(3, html.size() - 7);
        rendered.push_back(json::Value::object({{"name", name}, {"value", html}, {"source", value}}));
    }
    return json::dump(json::Value(std::move(rendered)));
}

}  // namespace

Result<void> check_password(std::string_view password) {
    if (password.size() < 10) return invalid("Password is too short (minimum is 10 characters)");
    if (password.size() > 256) return invalid("Password is too long (maximum is 256 bytes)");
    return ok();
}

Result<void> check_username(std::string_view username) {
    if (username.empty() || username.size() > 30) return invalid("Username must have 1 to 30 characters");
    for (char c : username)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return invalid("Username may only contain lower-case letters, digits, dots and underscores");
    if (username.front() == '.' || username.back() == '.' || username.find("..") != std::string_view::npos)
        return invalid("Username may not begin or end with a dot");
    if (std::find(reserved_names.begin(), reserved_names.end(), username) != reserved_names.end())
        return invalid("Username is reserved");
    return ok();
}

Result<model::Account> create_member(Context& context, const NewMember& wanted) {
    COLLEGIUM_CHECK(check_username(wanted.username));
    if (!is_plausible_email(wanted.email)) return invalid("E-mail address is invalid");
    model::Account account;
    account.id = context.ids.next<AccountId>();
    account.username = wanted.username;
    account.display_name = wanted.display_name;
    account.discoverable = true;
    account.public_key = wanted.public_key;
    account.created_at = context.now;
    account.updated_at = context.now;
    fill_uris(account, Uris(context.config));
    if (!repo::insert_account(context.db, account)) return invalid("Username has already been taken");
    repo::insert_private_key(context.db, account.id, wanted.private_key);
    model::Member member;
    member.account_id = account.id;
    member.email = wanted.email;
    member.password_hash = wanted.password_hash;
    member.role = wanted.role;
    member.default_language =
        context.config.instance.languages.empty() ? "" : context.config.instance.languages.front();
    member.created_at = context.now;
    if (!repo::insert_member(context.db, member)) return invalid("E-mail address has already been taken");
    return account;
}

Result<model::Account> update_profile(Context& context, AccountId id, const ProfileChange& change) {
    auto account = repo::find_account(context.db, id);
    auto member = repo::find_member(context.db, id);
    if (!account || !member) return Error(Errc::not_found, "Record not found");
    if (change.display_name) {
        auto name = strings::without_controls(strings::trim(*change.display_name));
        if (strings::count_characters(name) > name_limit) return invalid("Display name is too long (maximum is 50)");
        account->display_name = std::move(name);
    }
    if (change.note) {
        if (strings::count_characters(*change.note) > note_limit) return invalid("Bio is too long (maximum is 1000)");
        account->note_source = *change.note;
        account->note = strings::trim(*change.note).empty() ? "" : render_profile_text(context, *change.note);
    }
    if (change.fields) {
        COLLEGIUM_TRY(account->fields, render_fields(context, *change.fields));
    }
    if (change.locked) account->locked = *change.locked;
    if (change.bot) account->kind = *change.bot ? model::ActorKind::service : model::ActorKind::person;
    if (change.discoverable) account->discoverable = *change.discoverable;
    if (change.indexable) account->indexable = *change.indexable;
    if (change.default_visibility) member->default_visibility = *change.default_visibility;
    if (change.default_sensitive) member->default_sensitive = *change.default_sensitive;
    if (change.default_language) member->default_language = *change.default_language;
    account->updated_at = context.now;
    repo::update_account(context.db, *account);
    repo::update_member(context.db, *member);
    emit_account(context, model::EventKind::account_updated, id);
    return std::move(*account);
}

Result<void> check_origin(Context& context) {
    const auto ours = Uris(context.config).home();
    const auto other = repo::find_own_account_elsewhere(context.db, ours);
    if (!other) return ok();
    const auto theirs = parse_url(other->uri);
    return Error(Errc::conflict, "This database was made for " + (theirs ? theirs->origin() + "/" : other->uri) +
                                     ", and the configuration says " + ours +
                                     ". The address is in every id, and others know them: put instance.domain (and "
                                     "web_domain) back, or name another database.");
}

Result<model::Account> import_account(Context& context, const RemoteAccount& remote, KeyTrust trust) {
    if (Uris(context.config).is_ours(remote.uri) || remote.domain.empty())
        return Error(Errc::forbidden, "not yours to tell");
    auto known = repo::find_account_by_uri(context.db, remote.uri);
    if (known && known->deleted_at) return Error(Errc::gone, "That account is deleted");
    model::Account account = known ? *known : model::Account();
    account.uri = remote.uri;
    account.kind = remote.kind;
    account.url = remote.url;
    account.display_name = strings::without_controls(remote.display_name);
    account.note = remote.note;
    account.fields = remote.fields;
    account.avatar_url = remote.avatar_url;
    account.header_url = remote.header_url;
    account.locked = remote.locked;
    account.discoverable = remote.discoverable;
    account.indexable = remote.indexable;
    account.inbox = remote.inbox;
    account.shared_inbox = remote.shared_inbox;
    account.outbox = remote.outbox;
    account.followers_uri = remote.followers_uri;
    account.following_uri = remote.following_uri;
    account.featured_uri = remote.featured_uri;
    if (trust == KeyTrust::from_origin || !known) {
        account.key_id = remote.key_id;
        account.public_key = remote.public_key;
    }
    account.updated_at = context.now;
    if (remote.understands_pln) repo::set_understands_pln(context.db, authority_of(remote.uri), true, "");
    if (trust == KeyTrust::from_origin) account.fetched_at = context.now;
    if (known) {
        repo::update_account(context.db, account);
        if (known->username != remote.username || known->domain != remote.domain) {
            if (repo::rename_account(context.db, account.id, remote.username, remote.domain)) {
                account.username = remote.username;
                account.domain = remote.domain;
            }
        }
        return account;
    }
    COLLEGIUM_CHECK(count_new_actor(context, remote.uri));
    account.username = remote.username;
    account.domain = remote.domain;
    account.created_at = std::min(remote.published.value_or(context.now), context.now);
    for (int attempt = 0; attempt < 3; ++attempt) {
        account.id = context.ids.next<AccountId>();
        if (repo::insert_account(context.db, account)) return account;
        if (auto other = repo::find_account_by_uri(context.db, remote.uri)) return std::move(*other);
        // The handle belongs to an id that its server has replaced (federation.md 1.2 step 5).
        auto former = repo::find_account_by_handle(context.db, remote.username, remote.domain);
        if (!former ||
            !repo::rename_account(context.db, former->id, former->username + "-" + former->id.text(), former->domain))
            break;
    }
    return Error(Errc::conflict, "That handle is taken");
}

Result<void> delete_remote_account(Context& context, AccountId id) {
    auto account = repo::find_account(context.db, id);
    if (!account || account->local()) return Error(Errc::not_found, "Record not found");
    account->deleted_at = context.now;
    account->display_name.clear();
    account->note.clear();
    account->fields = "[]";
    account->avatar_url.clear();
    account->header_url.clear();
    account->updated_at = context.now;
    repo::update_account(context.db, *account);
    end_relations(context, id);
    emit_account(context, model::EventKind::account_deleted, id);
    return ok();
}

std::optional<model::Account> lookup(Context& context, std::string_view acct) {
    acct = strings::trim(acct);
    const Uris uris(context.config);
    if (acct.starts_with("http://") || acct.starts_with("https://")) {
        if (auto name = uris.parse(acct)) {
            if (name->kind == Uris::Name::Kind::profile)
                return repo::find_account_by_handle(context.db, name->username, "");
            if (name->kind == Uris::Name::Kind::actor) return repo::find_account(context.db, AccountId{name->id});
        }
        return repo::find_account_by_uri(context.db, acct);
    }
    if (acct.starts_with("@")) acct.remove_prefix(1);
    auto at = acct.find('@');
    std::string domain;
    if (at != std::string_view::npos) {
        domain = strings::lower(acct.substr(at + 1));
        if (domain == context.config.instance.domain || domain == context.config.web_authority()) domain.clear();
    }
    return repo::find_account_by_handle(context.db, acct.substr(0, at), domain);
}

}  // namespace collegium::domain
