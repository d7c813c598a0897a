using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Where ONNX Runtime's own messages go. Without a <see cref="Factory"/>, errors go to the standard error stream and the
/// rest is dropped. Where another part of the application made ONNX Runtime's environment first, its log is used instead.
/// </summary>
public static unsafe class RuntimeLog
{
    /// <summary>The name under which the messages are logged.</summary>
    public const string Category = "Kerasharp.OnnxRuntime";

    private static ILoggerFactory? s_factory;
    private static ILogger? s_logger;
    private static LogLevel s_minimum = LogLevel.Warning;

    /// <summary>Makes the logger that takes the messages; null for none. May be changed at any time.</summary>
    public static ILoggerFactory? Factory
    {
        get => s_factory;
        set
        {
            s_factory = value;
            s_logger = value?.CreateLogger(Category);
        }
    }

    /// <summary>The least severe messages that ONNX Runtime writes at all; sessions take it when they are made.</summary>
    public static LogLevel MinimumLevel
    {
        get => s_minimum;
        set
        {
            s_minimum = value;
            OrtEnvironment.UpdateLogLevel(ToSeverity(value));
        }
    }

    /// <summary>ONNX Runtime's number for a level: 0 verbose, 1 information, 2 warning, 3 error, 4 fatal.</summary>
    internal static int ToSeverity(LogLevel level) =>
        level switch
        {
            LogLevel.Trace or LogLevel.Debug => 0,
            LogLevel.Information => 1,
            LogLevel.Warning => 2,
            LogLevel.Error => 3,
            _ => 4,
        };

    /// <summary>The function that ONNX Runtime calls with a message.</summary>
    internal static nint Callback => (nint)(delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void>)&Receive;

    [UnmanagedCallersOnly]
    private static void Receive(nint parameter, int severity, byte* category, byte* id, byte* location, byte* message)
    {
        // An exception that left this method would end the process; a logger's failure is not worth that.
        try
        {
            LogLevel level = severity switch
            {
                0 => LogLevel.Debug,
                1 => LogLevel.Information,
                2 => LogLevel.Warning,
                3 => LogLevel.Error,
                _ => LogLevel.Critical,
            };
            string text = OrtApi.Text(message);
            DeviceFaults.Hear(text);
            Write(level, OrtApi.Text(id), OrtApi.Text(location), text);
        }
        catch (Exception) { }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(LogLevel level, string id, string location, string message)
    {
        if (s_logger is { } logger)
            logger.Log(
                level,
                default,
                (id, location, message),
                null,
                static (entry, _) => $"{entry.message} [{entry.id}, {entry.location}]"
            );
        else if (level >= LogLevel.Error)
            Console.Error.WriteLine($"ONNX Runtime: {message} [{id}, {location}]");
    }
}
