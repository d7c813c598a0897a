using System.Buffers.Binary;

namespace Kerasharp.Callbacks.Events;

/// <summary>
/// A file of events as TensorBoard reads it: records of a length, its checksum, an event, its checksum. Each record is handed over at once,
/// so that a run that is killed leaves whole records.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int StepField = 2;
    private const int VersionField = 3;
    private const int GraphField = 4;
    private const int SummaryField = 5;
    private const int SourceField = 10;

    private static int s_count;

    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Begins a file in a folder, which is made if it is missing.</summary>
    public EventFile(string folder, TimeProvider clock)
    {
        _clock = clock;
        Directory.CreateDirectory(folder);
        long seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        int number = Interlocked.Increment(ref s_count) - 1;
        string name = FormattableString.Invariant(
            $"events.out.tfevents.{seconds:D10}.{Environment.MachineName}.{Environment.ProcessId}.{number}.v2"
        );
        _file = new FileStream(
            Path.Combine(folder, name),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read,
            bufferSize: 0
        );
        Write(Event().Add(VersionField, "brain.Event:2").Add(SourceField, new ProtoMessage().Add(1, "kerasharp")));
    }

    /// <summary>Adds what was measured at a step.</summary>
    public void Add(long step, Summary summary)
    {
        if (!summary.IsEmpty)
            Write(Event().Add(StepField, step).Add(SummaryField, summary.Message));
    }

    /// <summary>Adds a graph, as a GraphDef.</summary>
    public void AddGraph(ProtoMessage graph) => Write(Event().Add(GraphField, graph));

    /// <summary>Ends the file.</summary>
    public void Dispose() => _file.Dispose();

    private ProtoMessage Event() =>
        new ProtoMessage().Add(1, (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    private void Write(ProtoMessage message)
    {
        var bytes = message.Bytes;
        var record = new byte[bytes.Length + 16];
        var span = record.AsSpan();
        BinaryPrimitives.WriteUInt64LittleEndian(span, (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Crc32C.Masked(span[..8]));
        bytes.CopyTo(span[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[^4..], Crc32C.Masked(bytes));
        _file.Write(record);
    }
}
