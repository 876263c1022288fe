// The address of a MySQL server as a URL, and the password that is never in it.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "stores/mysql.h"
#include "stores/mysql_table.h"

namespace assay {
namespace {

constexpr std::string_view kScheme = "mysql://";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

[[noreturn]] void wrong(const std::string& what) {
  throw std::invalid_argument(
      what + "; a MySQL URL is mysql://user@host:port/database?table=T&socket=PATH&tls=1");
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// %41 is A. A NUL ends what follows it, in a server and in a path.
std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    if (i + 2 >= text.size()) wrong("the URL ends within a %xx");
    const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) wrong("the URL has a % that two hexadecimal digits do not follow");
    plain += static_cast<char>(16 * high + low);
    i += 2;
  }
  if (plain.find('\0') != plain.npos) wrong("the URL holds a NUL");
  return plain;
}

std::string encoded(std::string_view text) {
  std::string safe;
  for (char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      safe += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      safe += '%';
      safe += kHexDigits[byte >> 4];
      safe += kHexDigits[byte & 15];
    }
  }
  return safe;
}

// What comes before the separator; the separator is taken off, too.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return taken;
}

// Of an address of IPv6, or of the name of its zone.
bool is_of_address(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view(":.%-_").find(c) != std::string_view::npos;
}

void read_host_and_port(std::string_view text, MysqlOptions& options) {
  std::string_view port;
  if (text.starts_with('[')) {  // IPv6
    const std::size_t end = text.find(']');
    if (end == text.npos) wrong("the URL's host has a [ and no ]");
    if (!std::ranges::all_of(text.substr(1, end - 1), is_of_address))
      wrong("the URL's host is no address of IPv6");
    options.host = text.substr(0, end + 1);
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':') wrong("the URL has something after its host");
    if (!port.empty()) port.remove_prefix(1);
  } else {
    const std::string_view host = take_until(text, ':');
    if (!host.empty()) options.host = decoded(host);
    if (options.host.find_first_of("/?#@:[] ") != options.host.npos)
      wrong("the URL's host is none");
    port = text;
  }
  if (port.empty()) return;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error != std::errc() || end != port.data() + port.size() || options.port < 1 ||
      options.port > 65535) {
    wrong("the URL's port is no number from 1 to 65535");
  }
}

void read_parameters(std::string_view text, MysqlOptions& options) {
  while (!text.empty()) {
    std::string_view value = take_until(text, '&');
    const std::string name = decoded(take_until(value, '='));
    if (name == "table")
      options.table = decoded(value);
    else if (name == "socket")
      options.socket = decoded(value);
    else if (name == "tls" && (value == "0" || value == "1"))
      options.tls = value == "1";
    else if (name == "tls")
      wrong("the URL's tls is neither 0 nor 1");
    else if (name == "password")
      wrong("a URL shows in process lists: set ASSAY_MYSQL_PASSWORD");
    else
      wrong("the URL has an unknown parameter");
  }
}

}  // namespace

MysqlOptions parse_mysql_url(std::string_view url) {
  if (!url.starts_with(kScheme)) wrong("the URL does not begin with mysql://");
  url.remove_prefix(kScheme.size());
  std::string_view parameters = url;
  std::string_view place = take_until(parameters, '?');
  MysqlOptions options;
  if (const std::size_t at = place.rfind('@'); at != place.npos) {
    std::string_view user = place.substr(0, at);
    place.remove_prefix(at + 1);
    if (user.find(':') != user.npos) {
      wrong("a URL shows in process lists: take the password out and set ASSAY_MYSQL_PASSWORD");
    }
    if (!user.empty()) options.user = decoded(user);
  }
  read_host_and_port(take_until(place, '/'), options);
  if (!place.empty()) options.database = decoded(place);
  read_parameters(parameters, options);
  if (options.table.empty() || options.table.size() > kMostTableName) {
    wrong("the URL's table is empty or longer than " + std::to_string(kMostTableName) + " bytes");
  }
  return options;
}

std::string to_url(const MysqlOptions& options) {
  const std::string host = options.host.starts_with('[') ? options.host : encoded(options.host);
  std::string url = std::string(kScheme) + encoded(options.user) + "@" + host + ":" +
                    std::to_string(options.port) + "/" + encoded(options.database) +
                    "?table=" + encoded(options.table);
  if (!options.socket.empty()) url += "&socket=" + encoded(options.socket);
  if (options.tls) url += "&tls=1";
  return url;
}

std::string mysql_password_from_environment() {
  if (const char* set = std::getenv("ASSAY_MYSQL_PASSWORD"); set != nullptr && *set != '\0') {
    return set;
  }
  const char* path = std::getenv("ASSAY_MYSQL_PASSWORD_FILE");
  if (path == nullptr || *path == '\0') return "";
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path)) {
    throw std::invalid_argument("the file of ASSAY_MYSQL_PASSWORD_FILE cannot be read");
  }
  std::string password{std::istreambuf_iterator<char>(file), {}};
  if (password.ends_with('\n')) password.pop_back();
  if (password.ends_with('\r')) password.pop_back();
  return password;
}

}  // namespace assay
