#include "domain/accounts.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::domain {
namespace {

model::Account new_actor(Context& context, std::string_view public_key) {
    const Uris uris(context.config);
    model::Account account;
    account.id = context.ids.next<AccountId>();
    account.username = context.config.instance.domain;
    account.display_name = context.config.instance.name;
    account.kind = model::ActorKind::application;
    account.locked = true;
    account.public_key = public_key;
    account.created_at = context.now;
    account.updated_at = context.now;
    account.uri = uris.instance_actor();
    account.url = uris.home();
    account.inbox = uris.shared_inbox();
    account.shared_inbox = uris.shared_inbox();
    account.outbox = uris.instance_actor() + "/outbox";
    account.key_id = uris.instance_key();
    return account;
}

Result<model::Account> with_present_name(Context& context, model::Account account) {
    if (account.display_name == context.config.instance.name) return account;
    account.display_name = context.config.instance.name;
    account.updated_at = context.now;
    repo::update_account(context.db, account);
    return account;
}

}  // namespace

std::optional<model::Account> find_instance_actor(Context& context) {
    return repo::find_account_by_uri(context.db, Uris(context.config).instance_actor());
}

bool is_instance_actor_ready(Context& context) {
    const auto actor = find_instance_actor(context);
    return actor && actor->display_name == context.config.instance.name;
}

Result<model::Account> ensure_instance_actor(Context& context, std::string_view private_key,
                                             std::string_view public_key) {
    if (auto present = find_instance_actor(context)) return with_present_name(context, std::move(*present));
    auto account = new_actor(context, public_key);
    if (!repo::insert_account(context.db, account)) {
        if (auto other = find_instance_actor(context)) return std::move(*other);  // another process was first
        return Error(Errc::internal, "The instance actor could not be made");
    }
    repo::insert_private_key(context.db, account.id, private_key);
    return account;
}

}  // namespace collegium::domain
