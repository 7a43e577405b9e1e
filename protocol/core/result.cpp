#include "core/result.hpp"

#include <stdexcept>

namespace collegium {

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error("value asked of a failed result: " + error.message());
}

}  // namespace collegium
