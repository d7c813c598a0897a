using System.Runtime.CompilerServices;

namespace Kerasharp.Generation;

/// <summary>Lets models write: each token that is chosen goes back in, and the next is chosen by what comes out.</summary>
public static class TokenGeneration
{
    /// <summary>What a model writes after some tokens, one by one and without end.</summary>
    /// <param name="model">
    /// A model of tokens (batch, time) with the scores of the next token at each place (batch, time, tokens), or behind the last
    /// (batch, tokens), of one of these forms:
    /// <para>- with stateful layers for a batch of 1: it is given a token at a time, its states being reset first;</para>
    /// <para>- with states as further inputs and outputs, in the same order behind the tokens and the scores: likewise, from zeros. So are
    /// files that <see cref="Model.Export"/> made of the former, read by <see cref="OnnxModel"/>;</para>
    /// <para>- any other, as a transformer: it is given the last tokens, as many as its Input takes. Fewer are filled up behind their
    /// end, which a causal model does not see.</para>
    /// </param>
    /// <param name="prompt">What goes before, at least one token.</param>
    /// <param name="sampler">How tokens are chosen; <c>new Sampler()</c> by default.</param>
    /// <returns>The tokens as they are chosen, without the prompt; they are computed while they are read.</returns>
    /// <exception cref="ArgumentException">The model has none of these forms, or the prompt does not fit it.</exception>
    /// <remarks>
    /// A stateful model can write one text at a time. Keras: <c>keras_hub.models.CausalLM.generate</c>, whose <c>max_length</c> is
    /// <c>Take</c> here and whose <c>stop_token_ids</c> are <c>TakeWhile</c>.
    /// </remarks>
    /// <example><code>
    /// foreach (int token in model.Generate(prompt, new Sampler(temperature: 0.8, topK: 10)).Take(500))
    ///     Console.Write(characters[token]);
    /// </code></example>
    public static IEnumerable<int> Generate(this Model model, IEnumerable<int> prompt, Sampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        int[] first = [.. prompt];
        if (first.Length == 0)
            throw new ArgumentException(
                $"An empty prompt came for the model '{model.Name}'; at least one token was expected. Give one, such as a line's end.",
                nameof(prompt)
            );
        var scores = NextScores.Of(model);
        scores.Check(first.Length);
        return Written(scores, first, sampler ?? new Sampler());
    }

    /// <summary>The same for programs that do other things meanwhile: tokens are computed on the pool's threads.</summary>
    /// <param name="model">The model, of one of the forms that <see cref="Generate"/> takes.</param>
    /// <param name="prompt">What goes before, at least one token.</param>
    /// <param name="sampler">How tokens are chosen; <c>new Sampler()</c> by default.</param>
    /// <param name="cancellationToken">Ends the writing between two tokens.</param>
    /// <returns>The tokens as they are chosen, without the prompt and without end.</returns>
    /// <exception cref="ArgumentException">The model has none of these forms, or the prompt does not fit it.</exception>
    /// <example><code>
    /// await foreach (int token in model.GenerateAsync(prompt, sampler, aborted))
    ///     await response.WriteAsync(characters[token]);
    /// </code></example>
    public static IAsyncEnumerable<int> GenerateAsync(
        this Model model,
        IEnumerable<int> prompt,
        Sampler? sampler = null,
        CancellationToken cancellationToken = default
    ) => Asynchronously(Generate(model, prompt, sampler), cancellationToken);

    private static IEnumerable<int> Written(NextScores scores, int[] prompt, Sampler sampler)
    {
        List<int> tokens = [.. prompt];
        scores.Begin();
        while (true)
        {
            tokens.Add(sampler.Next(scores.After(tokens)));
            yield return tokens[^1];
        }
    }

    private static async IAsyncEnumerable<int> Asynchronously(
        IEnumerable<int> tokens,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = tokens.GetEnumerator();
        while (await Task.Run(reader.MoveNext, cancellationToken).ConfigureAwait(false))
            yield return reader.Current;
    }
}
