// The part of strings that needs ICU.
#include <algorithm>
#include <memory>
#include <stdexcept>

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include "core/strings.hpp"

namespace collegium::strings {
namespace {

// Every character its own cluster: CR LF would be one.
bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char character) {
        return static_cast<unsigned char>(character) < 0x80 && character != '\r';
    });
}

// Making one costs more than using it; they may not be shared between threads.
icu::BreakIterator& cluster_iterator() {
    thread_local std::unique_ptr<icu::BreakIterator> iterator;
    if (!iterator) {
        UErrorCode status = U_ZERO_ERROR;
        iterator.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status)) throw std::runtime_error("ICU has no break iterator");
    }
    return *iterator;
}

struct TextCloser {
    void operator()(UText* text) const { utext_close(text); }
};
using TextPointer = std::unique_ptr<UText, TextCloser>;

// Binds the thread's iterator to `utf8` for as long as the pointer lives.
TextPointer bind(icu::BreakIterator& iterator, std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    TextPointer text(utext_openUTF8(nullptr, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status));
    iterator.setText(text.get(), status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot read a text");
    return text;
}

bool is_unwanted(UChar32 character) {
    if (character == '\n' || character == '\t') return false;
    if (character >= 0x202a && character <= 0x202e) return true;  // embeddings and overrides
    if (character >= 0x2066 && character <= 0x2069) return true;  // isolates
    return u_charType(character) == U_CONTROL_CHAR;
}

}  // namespace

std::size_t count_characters(std::string_view utf8) {
    if (is_plain_ascii(utf8)) return utf8.size();
    icu::BreakIterator& iterator = cluster_iterator();
    const TextPointer text = bind(iterator, utf8);
    std::size_t count = 0;
    while (iterator.next() != icu::BreakIterator::DONE) ++count;
    return count;
}

std::string shorten(std::string_view utf8, std::size_t limit) {
    if (utf8.size() <= limit) return std::string(utf8);
    icu::BreakIterator& iterator = cluster_iterator();
    const TextPointer text = bind(iterator, utf8);
    std::size_t end = 0;
    for (std::size_t count = 0; count < limit; ++count) {
        const std::int32_t next = iterator.next();
        if (next == icu::BreakIterator::DONE) return std::string(utf8);
        end = static_cast<std::size_t>(next);
    }
    if (end == utf8.size()) return std::string(utf8);
    return std::string(utf8.substr(0, end)) + "…";
}

std::string fold(std::string_view utf8) {
    if (is_plain_ascii(utf8)) return lower(utf8);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no case folding");
    const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int>(utf8.size())));
    const icu::UnicodeString folded = normalizer->normalize(source, status);
    std::string result;
    if (U_SUCCESS(status)) folded.toUTF8String(result);
    return result;
}

std::string without_controls(std::string_view utf8) {
    std::string kept;
    kept.reserve(utf8.size());
    const auto size = static_cast<std::int32_t>(utf8.size());
    std::int32_t position = 0;
    while (position < size) {
        const std::int32_t start = position;
        UChar32 character = 0;
        U8_NEXT(utf8.data(), position, size, character);
        if (character < 0 || is_unwanted(character)) continue;  // below 0: not UTF-8
        kept.append(utf8, static_cast<std::size_t>(start), static_cast<std::size_t>(position - start));
    }
    return kept;
}

}  // namespace collegium::strings
