#include "http/request.hpp"
