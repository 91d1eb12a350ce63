using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace BigCommerce.Inventory.Tests.Support;

/// <summary>Records every message at every level, with the text of scopes and exceptions.</summary>
internal sealed class RecordingLogger : ILoggerFactory, ILoggerProvider
{
    public ConcurrentQueue<LogEntry> Entries { get; } = new();

    /// <summary>The SDK's messages.</summary>
    public IEnumerable<LogEntry> Own => Entries.Where(entry => entry.Category == "BigCommerce.Inventory");

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Logger(RecordingLogger owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            owner.Entries.Enqueue(new LogEntry(category, LogLevel.None, default, Text(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            owner.Entries.Enqueue(new LogEntry(category, logLevel, eventId, formatter(state, exception) + Text(state) + exception));

        private static string Text<TState>(TState state)
        {
            var text = new StringBuilder(" ");
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                text.Append(name).Append('=').Append(value).Append(' ');
            }

            return text.ToString();
        }
    }
}

/// <param name="Category">The logger's category.</param>
/// <param name="Level">The level; None for a scope.</param>
/// <param name="Id">The event's id and name.</param>
/// <param name="Text">Message, values and exception.</param>
internal sealed record LogEntry(string Category, LogLevel Level, EventId Id, string Text);
