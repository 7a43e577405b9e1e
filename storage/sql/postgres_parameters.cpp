#include "storage/sql/postgres_parameters.hpp"

#include <bit>
#include <cstring>

#include <endian.h>

namespace collegium::sql {
namespace {

// pg_type.dat; fixed for ever.
constexpr Oid unknown_type = 0;
constexpr Oid bytea_type = 17;
constexpr Oid bigint_type = 20;
constexpr Oid text_type = 25;
constexpr Oid double_type = 701;
constexpr Oid bigint_array_type = 1016;

constexpr int text_format = 0;
constexpr int binary_format = 1;

}  // namespace

PostgresParameters::PostgresParameters(const Params& params) {
    numbers_.reserve(params.size());  // pointers into both must stay
    lists_.reserve(params.size());
    for (const Param& param : params) {
        if (const auto* number = std::get_if<std::int64_t>(&param.data())) {
            add_number('i', bigint_type, static_cast<std::uint64_t>(*number));
        } else if (const auto* real = std::get_if<double>(&param.data())) {
            add_number('d', double_type, std::bit_cast<std::uint64_t>(*real));
        } else if (const auto* text = std::get_if<std::string>(&param.data())) {
            add('t', text_type, binary_format, text->data(), text->size());
        } else if (const auto* blob = std::get_if<Blob>(&param.data())) {
            add('b', bytea_type, binary_format, blob->bytes.data(), blob->bytes.size());
        } else if (const auto* ids = std::get_if<IdList>(&param.data())) {
            add_ids(*ids);
        } else {
            add('n', unknown_type, text_format, nullptr, 0);
        }
    }
}

void PostgresParameters::add(char letter, Oid type, int format, const char* value, std::size_t length) {
    signature_ += letter;
    types_.push_back(type);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
}

void PostgresParameters::add_number(char letter, Oid type, std::uint64_t bits) {
    const std::uint64_t network_order = htobe64(bits);
    auto& bytes = numbers_.emplace_back();
    std::memcpy(bytes.data(), &network_order, sizeof network_order);
    add(letter, type, binary_format, bytes.data(), bytes.size());
}

void PostgresParameters::add_ids(const IdList& ids) {
    std::string& literal = lists_.emplace_back("{");
    for (const std::int64_t value : ids.values) {
        if (literal.size() > 1) literal += ',';
        literal += std::to_string(value);
    }
    literal += '}';
    add('l', bigint_array_type, text_format, literal.c_str(), literal.size());
}

}  // namespace collegium::sql
