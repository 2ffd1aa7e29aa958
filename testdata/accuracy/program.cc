// Containers, streams, exceptions, regular expressions and threads of libstdc++.
#include <algorithm>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
};

struct Square : Shape {
    double side;
    explicit Square(double s) : side(s) {}
    double area() const override { return side * side; }
};

int main(int argc, char **argv) {
    std::map<std::string, std::vector<int>> seen;
    std::thread worker([&] { seen["worker"].push_back(argc); });
    worker.join();
    try {
        std::regex pattern("([a-z]+)-([0-9]+)");
        std::smatch match;
        std::string text = argv[0];
        if (!std::regex_search(text, match, pattern)) {
            throw std::runtime_error("no match in " + text);
        }
    } catch (const std::exception &e) {
        std::cerr << e.what() << std::endl;
    }
    std::ostringstream out;
    out << Square(argc).area() << ' ' << seen.size();
    std::cout << out.str() << '\n';
    return 0;
}
