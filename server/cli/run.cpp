#include <cstdio>
#include <optional>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace collegium::cli {
namespace {

struct HostCommands {
    CLI::App* list = nullptr;
    CLI::App* allow = nullptr;
    CLI::App* refuse = nullptr;
    std::string domain;

    void add(CLI::App& program, std::string& config_file) {
        auto* host = program.add_subcommand("host", "other servers, for federation mode \"guarded\"");
        host->require_subcommand(1);
        list = host->add_subcommand("list", "print what was decided about whom, and who waits");
        allow = host->add_subcommand("allow", "federate with a server; what it sent is applied");
        refuse = host->add_subcommand("refuse", "shut a server out; what it sent is dropped");
        for (auto* command : {list, allow, refuse}) {
            command->add_option("--config", config_file, "configuration file (TOML)")->required();
            auto* option = command->add_option("--domain", domain, "host, with its port if that is not 443");
            if (command != list) option->required();
        }
    }
};

// How the program ends when there is nothing to run: 0 after help, 2 after wrong use, which standard error tells of.
// 1 is for what was asked rightly and failed.
std::optional<int> parse(CLI::App& program, int argument_count, char** arguments) {
    try {
        program.parse(argument_count, arguments);
    } catch (const CLI::ParseError& end) {
        return program.exit(end) == 0 ? 0 : 2;
    }
    return std::nullopt;
}

}  // namespace

int run(int argument_count, char** arguments) {
    CLI::App program("Collegium: a federated server for professional learning networks");
    program.require_subcommand(1);
    std::string config_file;
    auto with_config = [&config_file](CLI::App* command) {
        command->add_option("--config", config_file, "configuration file (TOML)")->required();
    };

    auto* serve_command = program.add_subcommand("serve", "run an instance");
    with_config(serve_command);
    auto* migrate_command = program.add_subcommand("migrate", "bring the database up to date");
    with_config(migrate_command);
    auto* doctor_command = program.add_subcommand("doctor",
                                                  "check configuration, database, certificate, DNS, clock, "
                                                  "storage and federation");
    with_config(doctor_command);

    DemoOptions demo_options;
    auto* demo_command = program.add_subcommand("demo", "two federating institutions with sample data on this machine");
    demo_command->add_option("--dir", demo_options.folder, "folder for the data");
    demo_command->add_flag("--keep", demo_options.keep, "leave the data when the demo ends");
    demo_command->add_option("--port", demo_options.port, "first of two ports");

    AccountOptions account_options;
    auto* account_command = program.add_subcommand("account", "accounts of people");
    account_command->require_subcommand(1);
    auto* account_create = account_command->add_subcommand("create", "make an account");
    with_config(account_create);
    account_create->add_option("--username", account_options.username, "lower-case letters, digits, _ and .")
        ->required();
    account_create->add_option("--email", account_options.email)->required();
    account_create->add_flag("--password-stdin", account_options.password_from_stdin,
                             "read the password from standard "
                             "input");
    account_create->add_option("--role", account_options.role)
        ->check(CLI::IsMember({"owner", "admin", "moderator", "member"}));

    std::string username;
    std::string scopes = "read write follow push";
    auto* token_command = program.add_subcommand("token", "access tokens");
    token_command->require_subcommand(1);
    auto* token_create = token_command->add_subcommand("create", "print a new access token, alone");
    with_config(token_create);
    token_create->add_option("--username", username)->required();
    token_create->add_option("--scopes", scopes);

    HostCommands hosts;
    hosts.add(program, config_file);

    auto* routes_command = program.add_subcommand("routes", "print the route table");
    auto* version_command = program.add_subcommand("version", "print the version");

    if (const auto end = parse(program, argument_count, arguments)) return *end;
    if (serve_command->parsed()) return serve(config_file);
    if (migrate_command->parsed()) return migrate(config_file);
    if (doctor_command->parsed()) return doctor(config_file);
    if (demo_command->parsed()) return demo(demo_options);
    if (account_create->parsed()) return create_account(config_file, account_options);
    if (token_create->parsed()) return create_token(config_file, username, scopes);
    if (hosts.list->parsed()) return list_hosts(config_file, hosts.domain);
    if (hosts.allow->parsed()) return allow_host(config_file, hosts.domain);
    if (hosts.refuse->parsed()) return refuse_host(config_file, hosts.domain);
    if (routes_command->parsed()) return print_routes();
    if (version_command->parsed()) return print_version();
    return 1;
}

}  // namespace collegium::cli
