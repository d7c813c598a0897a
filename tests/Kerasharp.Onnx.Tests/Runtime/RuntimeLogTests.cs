using System.Collections.Concurrent;
using Kerasharp.Onnx.Runtime;
using Microsoft.Extensions.Logging;

namespace Kerasharp.Onnx.Tests.Runtime;

[Collection(AloneCollection.Name)]
public sealed class RuntimeLogTests
{
    [Fact]
    public void CarriesMessagesAndSurvivesALoggerThatThrows()
    {
        var messages = new ConcurrentQueue<(LogLevel Level, string Text)>();
        var settings = new SessionSettings { LogId = "listened-to", LogLevel = LogLevel.Information };
        RuntimeLog.Factory = new Listener(entry => messages.Enqueue(entry));
        try
        {
            new Session(Models.Add(3), settings).Dispose();
            Assert.Contains(
                messages,
                message => message.Level == LogLevel.Information && message.Text.Contains("listened-to")
            );

            RuntimeLog.Factory = new Listener(_ => throw new InvalidOperationException("a logger that fails"));
            new Session(Models.Add(3), settings).Dispose();
        }
        finally
        {
            RuntimeLog.Factory = null;
        }
    }

    [Fact]
    public void TheLevelCanChangeAtAnyTime()
    {
        int count = 0;
        int Made()
        {
            count = 0;
            new Session(Models.Add(3)).Dispose();
            return count;
        }
        LogLevel before = RuntimeLog.MinimumLevel;
        RuntimeLog.Factory = new Listener(_ => Interlocked.Increment(ref count));
        try
        {
            Assert.Equal(0, Made());
            RuntimeLog.MinimumLevel = LogLevel.Information;
            Assert.NotEqual(0, Made());
        }
        finally
        {
            RuntimeLog.MinimumLevel = before;
            RuntimeLog.Factory = null;
        }
    }

    private sealed class Listener(Action<(LogLevel, string)> write) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == RuntimeLog.Category ? this : throw new ArgumentException(categoryName);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => write((logLevel, formatter(state, exception)));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }
    }
}
