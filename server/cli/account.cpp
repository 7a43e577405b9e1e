#include <cstdio>
#include <iostream>
#include <string>

#include "app/application.hpp"
#include "cli/commands.hpp"
#include "core/strings.hpp"
#include "crypto/keys.hpp"
#include "crypto/password.hpp"
#include "domain/accounts.hpp"
#include "domain/sessions.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"

namespace collegium::cli {
namespace {

model::Role role_of(const std::string& name) {
    if (name == "owner") return model::Role::owner;
    if (name == "admin") return model::Role::admin;
    if (name == "moderator") return model::Role::moderator;
    return model::Role::member;
}

}  // namespace

int create_account(const std::string& config_file, const AccountOptions& options) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    if (!options.password_from_stdin)
        return fail(Error(Errc::bad_request, "The password is read from standard input: add --password-stdin."));
    std::string password;
    std::getline(std::cin, password);
    if (!password.empty() && password.back() == '\r') password.pop_back();
    if (auto good = domain::check_password(password); !good) return fail(good.error());
    if (auto good = domain::check_username(options.username); !good) return fail(good.error());

    auto application = app::Application::make(config);
    if (!application) return fail(application.error());
    const auto key = crypto::PrivateKey::generate_rsa();
    domain::NewMember member;
    member.username = options.username;
    member.email = options.email;
    member.password_hash = crypto::hash_password(password);
    member.role = role_of(options.role);
    member.private_key = key.pem();
    member.public_key = key.public_key().pem();
    auto account =
        app::run(**application, sql::Lane::write, [member](domain::Context& context) -> Result<model::Account> {
            COLLEGIUM_CHECK(domain::check_origin(context));
            return domain::create_member(context, member);
        });
    if (!account) return fail(account.error());
    std::printf("@%s@%s\n", account->username.c_str(), config.instance.domain.c_str());
    return 0;
}

int create_token(const std::string& config_file, const std::string& username, const std::string& scopes) {
    config::Config config;
    if (!read_config(config_file, config)) return 1;
    if (!domain::are_known_scopes(scopes)) return fail(Error(Errc::bad_request, "Unknown scope in: " + scopes));
    auto application = app::Application::make(config);
    if (!application) return fail(application.error());
    auto token =
        app::run(**application, sql::Lane::write, [username, scopes](domain::Context& context) -> Result<std::string> {
            COLLEGIUM_CHECK(domain::check_origin(context));
            auto account = repo::find_account_by_handle(context.db, username, "");
            if (!account || !repo::find_member(context.db, account->id))
                return Error(Errc::not_found, "There is no account named " + username + ".");
            const auto app = domain::ensure_own_app(context);
            return domain::issue_token(context, app.id, account->id, scopes).token;
        });
    if (!token) return fail(token.error());
    std::printf("%s\n", token->c_str());
    return 0;
}

}  // namespace collegium::cli
