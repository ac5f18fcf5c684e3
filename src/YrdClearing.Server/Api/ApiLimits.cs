namespace YrdClearing.Server.Api;

/// <summary>Every limit of the HTTP API, in one place. Sizes are bytes of UTF-8 unless the name says otherwise.</summary>
public static class ApiLimits
{
    /// <summary>The body of any request but a stream of commands.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>The whole body of a stream of commands (JSON Lines); this much is read ahead of the executing.</summary>
    public const long MaxStreamBytes = 16 * 1024 * 1024;

    /// <summary>Streams of commands that may be open at once.</summary>
    public const int MaxCommandStreams = 8;

    /// <summary>A stream of commands ends when none of its lines is under way and none came for so long.</summary>
    public static readonly TimeSpan MaxStreamSilence = TimeSpan.FromMinutes(5);

    /// <summary>A stream of commands ends after so long, whatever its client does: others wait for its place.</summary>
    public static readonly TimeSpan MaxStreamTime = TimeSpan.FromHours(1);

    /// <summary>
    /// A client that takes longer for some 32 KiB of the answers to its stream of commands is hung up on. Kestrel's own limit counts 240
    /// bytes a second, which is days for the answers to one body.
    /// </summary>
    public static readonly TimeSpan MaxWaitForReader = TimeSpan.FromSeconds(30);

    /// <summary>Streams of events that may be open at once.</summary>
    public const int MaxEventStreams = 64;

    public const int DefaultPageItems = 50;
    public const int MaxPageItems = 200;

    /// <summary>Accounts of one page of balances.</summary>
    public const int MaxBalanceItems = 10_000;

    /// <summary>Lines of one statement; a longer one is asked for in parts, by date.</summary>
    public const int MaxStatementLines = 50_000;

    /// <summary>Lines of a trial balance, over all books; of more, each book's balances are asked for.</summary>
    public const int MaxTrialBalanceItems = 100_000;

    /// <summary>
    /// Statements, trial balances and balances of a day that are made and sent at once: at the limits above each of the first two takes some
    /// 30 MB, and for the last all of a book is read.
    /// </summary>
    public const int MaxLargeAnswers = 8;

    /// <summary>A client takes at least so much of them, or is hung up on.</summary>
    public const int MinLargeAnswerBytesPerSecond = 16 * 1024;

    /// <summary>A cursor of the event feed names every book: room for some 600.</summary>
    public const int MaxQueryValueChars = 16 * 1024;

    /// <summary>
    /// So much that a value above its limit, however it is escaped, is refused by us and with a problem: Kestrel refuses a longer line
    /// before anything of ours sees it, without a body.
    /// </summary>
    public const int MaxRequestLineBytes = 64 * 1024;

    /// <summary>The same: a cursor may come as a header, beside others.</summary>
    public const int MaxHeaderBytes = 32 * 1024;
    public const int MaxConnections = 1024;

    /// <summary>How long an answer waits for the command's messages to be applied; after that it is 202 with <c>pending</c>.</summary>
    public static readonly TimeSpan MaxWaitForMessages = TimeSpan.FromSeconds(2);

    /// <summary>How often a stream of events looks for new entries.</summary>
    public static readonly TimeSpan EventPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>A silent stream of events sends a comment this often, so that proxies keep it open.</summary>
    public static readonly TimeSpan EventKeepAlive = TimeSpan.FromSeconds(15);
}
