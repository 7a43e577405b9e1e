// Rows of OAuth 2: apps, codes, tokens. Secrets are stored as hex SHA-256 only.
#pragma once

#include <string>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace collegium::model {

struct OauthApp {
    AppId id;
    std::string client_id;
    std::string client_secret;  // hash
    std::string name;
    std::string website;
    std::string redirect_uris;  // newline-joined
    std::string scopes;         // space-joined
    Timestamp created_at;
};

struct OauthCode {
    std::string code_hash;
    AppId app_id;
    AccountId account_id;
    std::string redirect_uri;
    std::string scopes;
    std::string code_challenge;  // "" when none was given
    Timestamp expires_at;
};

struct OauthToken {
    std::string token_hash;
    AppId app_id;
    AccountId account_id;  // none: the app's own token
    std::string scopes;
    std::string code_hash = {};  // of the code that it was issued for; "" without one
    Timestamp created_at;
};

}  // namespace collegium::model
