using System.Globalization;

namespace Kerasharp.Layers;

/// <summary>
/// Tokens and their places, as Keras's lookups number them: the mask token's place, where there is one, places for unknown tokens, then the
/// vocabulary. Whole numbers and strings are looked up by the same rules.
/// </summary>
/// <typeparam name="T">The type of tokens.</typeparam>
internal sealed class TokenIndex<T>
    where T : notnull
{
    private readonly bool _hasMask;
    private readonly T _mask;
    private readonly T _oov;
    private Dictionary<T, int>? _places;

    public TokenIndex(
        int? maxTokens,
        int numOovIndices,
        bool hasMask,
        T mask,
        T oov,
        bool invert,
        string outputMode,
        bool padToMaxTokens
    )
    {
        if (maxTokens is < 2)
            throw OutOfRange(nameof(maxTokens), maxTokens.Value, "2 or more");
        if (numOovIndices < 0)
            throw OutOfRange(nameof(numOovIndices), numOovIndices, "0 or more");
        MaxTokens = maxTokens;
        NumOovIndices = numOovIndices;
        (_hasMask, _mask, _oov) = (hasMask, mask, oov);
        Invert = invert;
        OutputMode = outputMode switch
        {
            "binary" => "multi_hot",
            "tf-idf" => "tf_idf",
            _ => Arguments.OneOf(outputMode, "output mode", "int", "one_hot", "multi_hot", "count", "tf_idf"),
        };
        PadToMaxTokens = padToMaxTokens;
        if (invert && OutputMode != "int")
            throw new ArgumentException(
                $"The output mode '{OutputMode}' came with invert; places become tokens in the mode 'int' alone. Use it."
            );
        if (padToMaxTokens && maxTokens is null)
            throw new ArgumentException(
                "padToMaxTokens came without maxTokens; the length of rows was expected. Give maxTokens."
            );
    }

    public int? MaxTokens { get; }

    public int NumOovIndices { get; }

    public bool Invert { get; }

    public string OutputMode { get; }

    public bool PadToMaxTokens { get; }

    /// <summary>Is asked before the vocabulary changes, with the new one's length.</summary>
    public Action<int>? Changing { get; init; }

    /// <summary>The vocabulary without mask and unknown tokens; null while there is none.</summary>
    public T[]? Tokens { get; private set; }

    /// <summary>The inverse document frequencies, as they were given or learned.</summary>
    public double[]? IdfWeights { get; private set; }

    /// <summary>The first place of unknown tokens.</summary>
    public int FirstUnknown => _hasMask && OutputMode == "int" ? 1 : 0;

    /// <summary>The place of the vocabulary's first token.</summary>
    public int FirstToken => FirstUnknown + NumOovIndices;

    /// <summary>The number of places.</summary>
    public int Size => FirstToken + (Tokens?.Length ?? 0);

    /// <summary>The length of rows.</summary>
    public int Depth => PadToMaxTokens ? MaxTokens!.Value : Size;

    /// <summary>The tokens by their places.</summary>
    public T[] All(bool includeSpecialTokens) =>
        includeSpecialTokens ? [.. Special, .. Tokens ?? []] : [.. Tokens ?? []];

    /// <summary>The tokens, with those before them if there are weights for these, too: what makes the same index.</summary>
    public IReadOnlyList<T>? Given => Tokens is not null && IdfWeights?.Length > Tokens.Length ? All(true) : Tokens;

    /// <summary>The place of a token; -1 where it leaves no mark, null where it is not known.</summary>
    public int? Place(T token)
    {
        if (_hasMask && EqualityComparer<T>.Default.Equals(token, _mask))
            return OutputMode == "int" ? 0 : -1;
        // Made when it is first needed: several threads may make it, each the same.
        _places ??= (Tokens ?? []).Select((t, i) => (t, i)).ToDictionary(t => t.t, t => FirstToken + t.i);
        return _places.TryGetValue(token, out int place) ? place : null;
    }

    /// <summary>The token of a place; the one of unknown tokens where there is none.</summary>
    public T Token(long place) =>
        _hasMask && place == 0 ? _mask
        : Tokens is not null && place >= FirstToken && place < Size ? Tokens[place - FirstToken]
        : _oov;

    /// <summary>The weight of each place: of those for unknown tokens the mean, if none were given for them.</summary>
    public double[] Frequencies()
    {
        var weights = new double[Depth];
        int before = (IdfWeights?.Length ?? 0) - (Tokens?.Length ?? 0);
        if (before == 0 && IdfWeights is { Length: > 0 } known)
            weights.AsSpan(0, FirstToken).Fill(known.Average());
        IdfWeights?.CopyTo(weights, FirstToken - before);
        return weights;
    }

    /// <summary>Takes a vocabulary, with or without the tokens of mask and unknown ones before it.</summary>
    public void Set(T[] vocabulary, double[]? idfWeights)
    {
        if (idfWeights is not null && OutputMode != "tf_idf")
            throw new ArgumentException(
                $"idfWeights came in the output mode '{OutputMode}'; only 'tf_idf' has them. Use it, or leave them out."
            );
        if (OutputMode == "tf_idf" && idfWeights is null)
            throw new ArgumentException(
                "A vocabulary came in the output mode 'tf_idf' without idfWeights; a weight for each token was expected. Give them, or adapt."
            );
        if (vocabulary.Length == 0)
            throw new ArgumentException("An empty vocabulary came; a token at least was expected. Give one, or adapt.");
        bool special = FirstToken > 0 && vocabulary.Take(FirstToken).SequenceEqual(Special);
        T[] tokens = special ? vocabulary[FirstToken..] : [.. vocabulary];
        Check(tokens);
        if (idfWeights is not null && idfWeights.Length != vocabulary.Length)
            throw new ArgumentException(
                Text(
                    $"{idfWeights.Length} idfWeights came for a vocabulary of {vocabulary.Length}; one for each was expected. Give as many."
                )
            );
        Change(tokens, idfWeights is null ? null : [.. idfWeights]);
    }

    /// <summary>Refuses weights for which there is no vocabulary.</summary>
    public void RefuseWeightsAlone(double[]? idfWeights)
    {
        if (idfWeights is not null)
            throw new ArgumentException(
                OutputMode == "tf_idf"
                    ? "idfWeights came without a vocabulary; both were expected. Give the tokens, or adapt."
                    : $"idfWeights came in the output mode '{OutputMode}'; only 'tf_idf' has them. Use it, or leave them out."
            );
    }

    /// <summary>Takes the most frequent tokens as vocabulary.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Learn(TokenCounts<T> counts)
    {
        int room = MaxTokens is { } most ? Math.Max(0, most - FirstToken) : int.MaxValue;
        T[] tokens = [.. counts.MostFrequent.Where(t => !IsMask(t) && !t.Equals(_oov)).Take(room)];
        if (tokens.Length == 0)
            return false;
        Change(tokens, OutputMode == "tf_idf" ? Array.ConvertAll(tokens, counts.InverseFrequency) : null);
        return true;
    }

    private IEnumerable<T> Special =>
        Enumerable.Repeat(_mask, FirstUnknown).Concat(Enumerable.Repeat(_oov, NumOovIndices));

    private bool IsMask(T token) => _hasMask && token.Equals(_mask);

    private void Check(T[] tokens)
    {
        foreach (var token in tokens)
            if (IsMask(token) || (Invert && token.Equals(_oov)))
                throw new ArgumentException(
                    $"A vocabulary came with {Show(token)}, the token of {(IsMask(token) ? "the mask" : "unknown ones")}, among its tokens; it was expected before them, or not at all. Take it out, or begin with {string.Join(", ", Special.Select(Show))}."
                );
        if (tokens.GroupBy(t => t).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"A vocabulary came with {Show(twice.Key)} more than once; each token once was expected. Take it out."
            );
        if (FirstToken + tokens.Length > MaxTokens)
            throw new ArgumentException(
                Text(
                    $"A vocabulary of {tokens.Length} tokens came, for which {FirstToken + tokens.Length} places are needed; there are at most {MaxTokens}. Cut it, or give more maxTokens."
                )
            );
    }

    private void Change(T[] tokens, double[]? idfWeights)
    {
        Changing?.Invoke(tokens.Length);
        (Tokens, IdfWeights, _places) = (tokens, idfWeights, null);
    }

    private static string Show(T token) => token is string text ? $"'{text}'" : Text($"{token}");

    private static ArgumentOutOfRangeException OutOfRange(string name, long value, string expected) =>
        new(name, Text($"{name} of {value} came; {expected} was expected. Change it."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
