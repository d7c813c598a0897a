using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// The bounds of batch renormalisation's correction: the factor r stays in [rmin, rmax], the summand d in [-dmax, dmax]. What is not
/// given is no bound.
/// </summary>
/// <remarks>Keras: the dictionary <c>renorm_clipping</c> of <c>keras.layers.BatchNormalization</c>. Ioffe 2017, Batch Renormalization.</remarks>
/// <example><code>new BatchNormalization(renorm: true, renormClipping: new(rmax: 3, rmin: 1.0 / 3, dmax: 5))</code></example>
public sealed class RenormClipping
{
    /// <summary>Bounds.</summary>
    /// <param name="rmax">The greatest factor.</param>
    /// <param name="rmin">The least factor, no more than <paramref name="rmax"/>.</param>
    /// <param name="dmax">The greatest summand, and with the other sign the least; 0 or more.</param>
    /// <exception cref="ArgumentException">The least factor is above the greatest.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The greatest summand is negative.</exception>
    public RenormClipping(double? rmax = null, double? rmin = null, double? dmax = null)
    {
        if (rmin > rmax)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"rmin of {rmin} and rmax of {rmax} came; rmin is no more than rmax. Change one of them."
                ),
                nameof(rmin)
            );
        if (dmax < 0)
            throw new ArgumentOutOfRangeException(
                nameof(dmax),
                dmax,
                FormattableString.Invariant($"dmax of {dmax} came; 0 or more was expected. Give its absolute value.")
            );
        Rmax = rmax;
        Rmin = rmin;
        Dmax = dmax;
    }

    /// <summary>The greatest factor.</summary>
    public double? Rmax { get; }

    /// <summary>The least factor.</summary>
    public double? Rmin { get; }

    /// <summary>The greatest summand.</summary>
    public double? Dmax { get; }

    internal SymbolicTensor ClipFactor(SymbolicTensor r)
    {
        if (Rmin is { } least)
            r = Ops.Maximum(r, least);
        return Rmax is { } greatest ? Ops.Minimum(r, greatest) : r;
    }

    internal SymbolicTensor ClipSummand(SymbolicTensor d) => Dmax is { } most ? Ops.Clip(d, -most, most) : d;

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (key, bound) in ((string, double?)[])[("rmax", Rmax), ("rmin", Rmin), ("dmax", Dmax)])
            if (bound is { } number)
                json[key] = number;
        return json;
    }

    internal static RenormClipping FromJson(JsonObject json)
    {
        if (json.Any(p => p.Key is not ("rmax" or "rmin" or "dmax")))
            throw new FormatException();
        return new RenormClipping(Bound("rmax"), Bound("rmin"), Bound("dmax"));

        double? Bound(string key) => json[key] is { } number ? ConfigurationValues.Double(number) : null;
    }
}
