// Posts: their life. Knows nothing of HTTP.
#pragma once

namespace collegium::domain {
int count(const int (&list)[3]);
}
