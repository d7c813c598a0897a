using System.Numerics.Tensors;
using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>Brings sequences to one length: shorter ones are filled up, longer ones cut off.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxlen">The length, at least 1; by default that of the longest.</param>
    /// <param name="padding">Whether shorter ones are filled up before them (<c>pre</c>) or behind (<c>post</c>).</param>
    /// <param name="truncating">Whether longer ones lose their start (<c>pre</c>) or their end (<c>post</c>).</param>
    /// <param name="value">What they are filled up with; 0 by default.</param>
    /// <returns>Shape (sequences, maxlen).</returns>
    /// <exception cref="ArgumentException">There is no sequence or one is null, maxlen is below 1, or a name is not known.</exception>
    /// <remarks>Keras: <c>keras.utils.pad_sequences</c>.</remarks>
    /// <example><code>Tensor&lt;int&gt; x = Utils.PadSequences([[1], [2, 3], [4, 5, 6]], maxlen: 2);   // 0 1, 2 3, 5 6</code></example>
    public static Tensor<T> PadSequences<T>(
        IReadOnlyList<T[]> sequences,
        int? maxlen = null,
        string padding = "pre",
        string truncating = "pre",
        T? value = default
    )
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(sequences);
        bool before = Arguments.OneOf(padding, "padding", "pre", "post") == "pre";
        bool cutsStart = Arguments.OneOf(truncating, "truncating", "pre", "post") == "pre";
        if (maxlen is { } given)
            Arguments.Positive(given, nameof(maxlen));
        for (int i = 0; i < sequences.Count; i++)
            if (sequences[i] is null)
                throw Refuse($"Null came as sequence {i}; an array was expected. Give an empty one, or leave it out.");
        if (sequences.Count == 0)
            throw Refuse($"No sequence came; at least one was expected. Check how they were loaded.");
        int length = maxlen ?? Math.Max(1, sequences.Max(s => s.Length));
        var rows = new T[checked(sequences.Count * length)];
        if (value is { } filler)
            Array.Fill(rows, filler);
        for (int i = 0; i < sequences.Count; i++)
        {
            var part = sequences[i].AsSpan();
            if (part.Length > length)
                part = cutsStart ? part[^length..] : part[..length];
            part.CopyTo(rows.AsSpan(i * length + (before ? length - part.Length : 0)));
        }
        return Tensor.Create(rows, [sequences.Count, length]);
    }
}
