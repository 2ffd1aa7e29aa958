/* Parts of libc, libm and, where it is there, zlib that few programs use together; it is linked, not run. */
#define _GNU_SOURCE
#include <aio.h>
#include <aliases.h>
#include <argz.h>
#include <arpa/inet.h>
#include <complex.h>
#include <dlfcn.h>
#include <envz.h>
#include <error.h>
#include <fmtmsg.h>
#include <fnmatch.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <iconv.h>
#include <ifaddrs.h>
#include <inttypes.h>
#include <libintl.h>
#include <malloc.h>
#include <math.h>
#include <mntent.h>
#include <monetary.h>
#include <mqueue.h>
#include <netdb.h>
#include <netinet/ether.h>
#include <printf.h>
#include <pty.h>
#include <pwd.h>
#include <regex.h>
#include <resolv.h>
#include <sched.h>
#include <search.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <termios.h>
#include <threads.h>
#include <ucontext.h>
#include <unistd.h>
#include <utmpx.h>
#include <wctype.h>
#include <wordexp.h>
#ifdef WITH_ZLIB
#include <zlib.h>
#endif

static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static _Thread_local char line[4096];

static void prepare(void) { tss_create(&key, free); }

static int in_thread(void *text) {
    call_once(&once, prepare);
    return tss_set(key, strdup(text));
}

static int visit(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    return path[walk->base] == kind && about->st_size;
}

static int compare(const void *a, const void *b) { return strcasecmp(a, b); }

static void system_databases(char **argv) {
    struct ether_addr *card = ether_aton(argv[0]);
    struct passwd *user = getpwnam(argv[0]);
    struct spwd *secret = getspnam(argv[0]);
    struct ifaddrs *interfaces;
    unsigned char answer[512];
    getgrouplist(argv[0], 0, &(gid_t){0}, &(int){1});
    getaliasbyname(argv[0]);
    getprotobynumber(6);
    getnetbyname(argv[0]);
    innetgr(argv[0], 0, 0, 0);
    res_query(argv[0], 1, 1, answer, sizeof answer);
    ether_ntohost(line, card);
    getutxid(&(struct utmpx){0});
    getmntent(setmntent(argv[0], "r"));
    if (!getifaddrs(&interfaces)) {
        freeifaddrs(interfaces);
    }
    printf("%s%s", user ? user->pw_name : "", secret ? secret->sp_namp : "");
}

static void text(char **argv) {
    regex_t pattern;
    glob_t files;
    wordexp_t words;
    char *list = 0;
    size_t length = 0;
    iconv_t conversion = iconv_open("UTF-8", argv[0]);
    iconv(conversion, argv, &length, argv, &length);
    regcomp(&pattern, argv[0], REG_EXTENDED | REG_ICASE);
    regexec(&pattern, argv[0], 0, 0, 0);
    glob(argv[0], GLOB_BRACE | GLOB_TILDE, 0, &files);
    wordexp(argv[0], &words, 0);
    envz_add(&list, &length, argv[0], line);
    argz_replace(&list, &length, "a", "b", 0);
    strfmon(line, sizeof line, "%n", 1.5);
    strptime(argv[0], "%c %Ey", &(struct tm){0});
    fmtmsg(MM_PRINT, "a:b", MM_INFO, argv[0], argv[0], "c");
    towctrans(towupper(argv[0][0]), wctrans("tolower"));
    printf("%Lf %jd %s", strtold(argv[0], 0), strtoimax(argv[0], 0, 0), ngettext("one", "many", 2));
    parse_printf_format(argv[0], 0, 0);
    fnmatch("[[:alpha:]]*(a|b)", argv[0], FNM_EXTMATCH);
    nftw(argv[0], visit, 8, FTW_PHYS);
    syslog(LOG_INFO, "%m");
    error(0, 1, "%s", argv[0]);
}

static void kernel(char **argv) {
    ucontext_t here, there;
    struct aiocb block = {.aio_fildes = 0};
    thrd_t thread;
    cpu_set_t processors;
    int terminal;
    thrd_create(&thread, in_thread, argv[0]);
    thrd_join(thread, 0);
    getcontext(&here);
    makecontext(&here, (void (*)(void))prepare, 0);
    swapcontext(&there, &here);
    aio_read(&block);
    aio_suspend((const struct aiocb *[]){&block}, 1, 0);
    mq_timedsend(mq_open(argv[0], 0), line, 1, 0, 0);
    forkpty(&terminal, line, 0, 0);
    semtimedop(shmget(1, 2, 3), 0, msgget(1, 2), 0);
    epoll_pwait(epoll_create1(0), 0, 0, 0, 0);
    signalfd(timerfd_create(0, 0), 0, inotify_init());
    sched_getaffinity(0, sizeof processors, &processors);
    cfmakeraw(&(struct termios){0});
    posix_memalign((void **)&argv, 64, 64);
    malloc_info(0, stdout);
    pclose(popen(argv[0], "r"));
}

static double numbers(double x, int n) {
    _Complex double z = csqrt(x + I) * clog(x) + cpow(x, I) + catanh(x);
    long double l = sinl(x) + tgammal(x) + fmal(x, x, x) + erfcl(x) + nextafterl(x, 1);
    float f = expm1f(x) + jnf(n, x) + remquof(x, 1, &n) + lgammaf(x) + exp10f(x);
    lcong48((unsigned short[7]){1});
    return cabs(z) + l + f + drand48() + y1(x) + acosh(x) + scalbln(x, n) + llround(x) + pow(x, .3) + fmod(x, n);
}

int main(int argc, char **argv) {
    void *root = 0;
    system_databases(argv);
    text(argv);
    kernel(argv);
    tsearch(argv[0], &root, compare);
    hcreate(argc);
    lsearch(argv[0], line, &(size_t){1}, 1, compare);
#ifdef WITH_ZLIB
    gzFile file = gzopen(argv[0], "rb");
    gzprintf(file, "%s", gzgets(file, line, sizeof line));
    gzclose(file);
#endif
    return printf("%f %s\n", numbers(argc, argc), inet_nsap_ntoa(1, (unsigned char *)line, 0)) < 0;
}
