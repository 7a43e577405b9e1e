// The commands of design section 8; each in the file of its name, each returns the exit code.
#pragma once

#include <string>

#include "config/config.hpp"
#include "core/result.hpp"

namespace collegium::cli {

// Parses the arguments and runs the command.
int run(int argument_count, char** arguments);

int serve(const std::string& config_file);
int migrate(const std::string& config_file);
int doctor(const std::string& config_file);
struct DemoOptions {
    std::string folder;  // "": a new one under the system's temporary folder
    bool keep = false;
    unsigned port = 8088;
};
int demo(const DemoOptions& options);
struct AccountOptions {
    std::string username;
    std::string email;
    std::string role = "member";
    bool password_from_stdin = false;
};
int create_account(const std::string& config_file, const AccountOptions& options);
int create_token(const std::string& config_file, const std::string& username, const std::string& scopes);
// Of servers that federation mode "guarded" makes wait for a review. `domain` may be "" for the list alone.
int list_hosts(const std::string& config_file, const std::string& domain);
int allow_host(const std::string& config_file, const std::string& domain);
int refuse_host(const std::string& config_file, const std::string& domain);
int print_routes();
int print_version();

// The configuration, or nothing after every mistake was printed to standard error.
bool read_config(const std::string& file, config::Config& config);
// Prints the error for a person; returns 1.
int fail(const Error& error);

}  // namespace collegium::cli
