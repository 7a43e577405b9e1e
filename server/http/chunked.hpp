// Decodes a chunked body (RFC 9112 section 7.1) strictly and in bounded memory: only CRLF line ends, sizes of
// at most 15 hexadecimal digits, short extensions, no trailer fields (security.md DOS-06, PRX-01).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace collegium::http {

class ChunkDecoder {
  public:
    enum class State { more, done, malformed, too_large };

    // Appends content to `body`, of at most `limit` bytes in all; `used` is how much of `input` was taken.
    // After done the rest of `input` belongs to the next request.
    State feed(std::string_view input, std::size_t& used, std::string& body, std::size_t limit);

  private:
    enum class Step { size, extension, size_feed, data, data_return, data_feed, last_return, last_feed, finished };
    State control(char c);
    State size_digit(char c);

    Step step_ = Step::size;
    std::uint64_t remaining_ = 0;
    int digits_ = 0;
    std::size_t extension_ = 0;  // bytes of the present chunk's extension
    std::size_t overhead_ = 0;   // bytes that were no content, in all
};

}  // namespace collegium::http
