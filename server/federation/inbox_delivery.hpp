// The inside of the inbox, shared by its two files: one POST on its way. Nobody else includes it.
#pragma once

#include <optional>
#include <string>

#include "core/log.hpp"
#include "federation/inbox.hpp"
#include "http/errors.hpp"

namespace collegium::federation {

struct Inbox::Delivery {
    http::Request request;
    http::Respond respond;
    std::string id;
    std::string type;
    std::string actor;
    std::string object;
    AccountId recipient;
    std::optional<signatures::Claim> claim;
    bool key_was_fetched = false;

    bool is_farewell() const { return type == "Delete" && object == actor; }
    void answer(int status) { respond(http::Response(status)); }
    void fail(const Error& error) {
        log::info("delivery refused", {{"actor", actor}, {"why", error.message()}, {"detail", error.detail()}});
        respond(http::error_response(error, http::Audience::server));
    }
};

}  // namespace collegium::federation
