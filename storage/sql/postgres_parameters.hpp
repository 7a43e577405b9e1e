// Params in the form that libpq wants: numbers, texts and bytes in binary format, so that lengths count and
// a zero byte in a text is refused by the server instead of cutting the text short.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "storage/sql/connection.hpp"

namespace collegium::sql {

class PostgresParameters {
  public:
    explicit PostgresParameters(const Params& params);
    PostgresParameters(const PostgresParameters&) = delete;
    PostgresParameters& operator=(const PostgresParameters&) = delete;

    int count() const { return static_cast<int>(types_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }
    // One letter for each type: a statement is prepared once per text and signature.
    const std::string& signature() const { return signature_; }

  private:
    void add(char letter, Oid type, int format, const char* value, std::size_t length);
    void add_number(char letter, Oid type, std::uint64_t bits);
    void add_ids(const IdList& ids);

    std::string signature_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<std::array<char, 8>> numbers_;
    std::vector<std::string> lists_;
};

}  // namespace collegium::sql
