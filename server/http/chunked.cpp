#include "http/chunked.hpp"

#include <algorithm>

namespace collegium::http {
namespace {

constexpr std::size_t max_extension = 256;
// Chunks of one byte cost six bytes on the wire; anything much worse is an attack on our time.
constexpr std::size_t free_overhead = 64 * 1024;
constexpr std::size_t overhead_per_byte = 8;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

ChunkDecoder::State ChunkDecoder::feed(std::string_view input, std::size_t& used, std::string& body,
                                       std::size_t limit) {
    used = 0;
    while (used < input.size()) {
        if (step_ == Step::data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, input.size() - used));
            if (count > limit - std::min(limit, body.size())) return State::too_large;
            body.append(input.substr(used, count));
            used += count;
            remaining_ -= count;
            if (remaining_ == 0) step_ = Step::data_return;
            continue;
        }
        if (++overhead_ > free_overhead + overhead_per_byte * body.size()) return State::malformed;
        const auto state = control(input[used++]);
        if (state != State::more) return state;
        if (step_ == Step::data && remaining_ > limit - std::min(limit, body.size())) return State::too_large;
    }
    return State::more;
}

ChunkDecoder::State ChunkDecoder::size_digit(char c) {
    const int value = hex_value(c);
    if (value >= 0) {
        if (++digits_ > 15) return State::malformed;
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(value);
        return State::more;
    }
    if (digits_ == 0) return State::malformed;
    if (c == ';') {
        step_ = Step::extension;
        extension_ = 0;
        return State::more;
    }
    if (c != '\r') return State::malformed;
    step_ = Step::size_feed;
    return State::more;
}

ChunkDecoder::State ChunkDecoder::control(char c) {
    const auto expect = [this, c](char wanted, Step next) {
        step_ = next;
        return c == wanted ? State::more : State::malformed;
    };
    switch (step_) {
        case Step::size: return size_digit(c);
        case Step::extension:
            if (c == '\r')
                step_ = Step::size_feed;
            else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f || ++extension_ > max_extension)
                return State::malformed;
            return State::more;
        case Step::size_feed: return expect('\n', remaining_ == 0 ? Step::last_return : Step::data);
        case Step::data_return: return expect('\r', Step::data_feed);
        case Step::data_feed: digits_ = 0; return expect('\n', Step::size);
        case Step::last_return: return expect('\r', Step::last_feed);  // anything else would be a trailer
        case Step::last_feed: {
            const auto state = expect('\n', Step::finished);
            return state == State::more ? State::done : state;
        }
        case Step::data:
        case Step::finished: return State::malformed;
    }
    return State::malformed;
}

}  // namespace collegium::http
