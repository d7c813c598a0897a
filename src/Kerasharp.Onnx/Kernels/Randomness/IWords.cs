namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>
/// Several 32-bit words, each in the lower half of a 64-bit lane. Upper halves may hold anything: the product reads only
/// the lower ones, and nothing else moves bits downwards but <see cref="Upper"/>, which is only asked of products.
/// </summary>
internal unsafe interface IWords<TSelf>
    where TSelf : struct, IWords<TSelf>
{
    /// <summary>How many words.</summary>
    static abstract int Width { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TSelf Create(uint word);

    /// <summary>Words that count up from the first.</summary>
    static abstract TSelf Sequence(uint first);

    /// <summary>The 64-bit product of the words.</summary>
    static abstract TSelf Multiply(TSelf left, TSelf right);

    /// <summary>The upper half of each lane, as a word.</summary>
    static abstract TSelf Upper(TSelf product);

    /// <summary>Exclusive or.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>Writes the words of two sets as numbers in [0, 1): the upper 24 bits of each word, divided by 2^24.</summary>
    static abstract void StoreUniform(TSelf first, TSelf second, float* target);

    /// <summary>The word in a lane.</summary>
    uint this[int lane] { get; }
}
