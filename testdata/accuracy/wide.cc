// Parts of libstdc++ that few programs use together: locales, numbers as text, files, futures, wide streams. Linked, not run.
#include <bitset>
#include <charconv>
#include <codecvt>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <locale>
#include <memory_resource>
#include <random>
#include <shared_mutex>
#include <sstream>
#include <system_error>
#include <typeindex>
#include <unordered_map>
#include <valarray>
#include <variant>

namespace files = std::filesystem;

template <class Char> static void stream(const Char *name) {
    std::basic_fstream<Char> file(files::path(name), std::ios::in | std::ios::app);
    std::basic_ostringstream<Char> text;
    std::tm time{};
    long double amount = 1;
    file.imbue(std::locale("C"));
    file >> std::get_money(amount) >> std::get_time(&time, name);
    text << std::put_money(amount) << std::put_time(&time, name) << std::hexfloat << amount;
    file << text.str() << std::setfill(Char('x')) << std::setw(9) << std::endl;
}

static double work(std::pmr::memory_resource *memory, int n) {
    std::pmr::unordered_map<std::pmr::string, std::pmr::deque<double>> seen(memory);
    std::random_device source;
    std::valarray<double> values(n);
    std::gamma_distribution<double> gamma(n);
    std::discrete_distribution<int> weights{1, 2, 3};
    seen["a"].push_back(gamma(source) + weights(source));
    seen["b"].assign(n, std::sin(values).sum());
    return seen.at("a").front();
}

int main(int argc, char **argv) {
    std::shared_timed_mutex mutex;
    std::condition_variable_any ready;
    std::pmr::synchronized_pool_resource pool;
    std::variant<int, std::string, std::bitset<80>> either = argv[0];
    char digits[128];
    try {
        std::unique_lock lock(mutex);
        auto later = std::async(std::launch::async, work, &pool, argc);
        ready.wait_for(lock, std::chrono::seconds(1), [&] { return later.valid(); });
        double value = std::stod(argv[0]) + later.get();
        auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific, 17).ptr;
        std::from_chars(digits, end, value);
        std::from_chars(digits, end, argc);
        std::wstring_convert<std::codecvt_utf8_utf16<wchar_t>> wide;
        stream(argv[0]);
        stream(wide.from_bytes(argv[0]).c_str());
        files::copy(argv[0], files::temp_directory_path(), files::copy_options::recursive);
        std::cout << files::weakly_canonical(argv[0]) << files::space("/").free << std::get<std::string>(either);
    } catch (const files::filesystem_error &e) {
        std::cerr << e.path1() << e.code().message();
    } catch (const std::future_error &e) {
        std::cerr << std::type_index(typeid(e)).name();
        std::throw_with_nested(std::bad_function_call());
    }
    return 0;
}
