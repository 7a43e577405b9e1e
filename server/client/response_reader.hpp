// Bytes of a connection to an Answer (RFC 9112), fed piece by piece, within limits. Around Beast's parser, which
// it does not believe blindly: lengths that can be read in two ways are refused. It knows no socket.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "client/http_client.hpp"
#include "core/result.hpp"

namespace collegium::client {

class ResponseReader {
  public:
    enum class Body { expected, none };  // none: the answer to HEAD
    enum class End { clean, cut };       // cut: a reset, or TLS without close_notify

    ResponseReader(Body body, std::size_t body_limit);
    ~ResponseReader();
    ResponseReader(const ResponseReader&) = delete;
    ResponseReader& operator=(const ResponseReader&) = delete;

    // Errors of both: too_large, bad_upstream.
    Result<void> put(std::string_view bytes);
    // The connection ended. Error also when the message was not complete.
    Result<void> put_end(End end);

    bool is_started() const;  // any byte came
    bool is_complete() const;
    // Complete, framed by a length, nothing after it, and the peer keeps the connection.
    bool is_reusable() const;
    Answer take_answer();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace collegium::client
