using Kerasharp.Models.Plot;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>Draws a model to a file: a box for each layer, an arrow from each to those that take what it gives.</summary>
    /// <param name="model">The model; its input must be known.</param>
    /// <param name="toFile">
    /// The file; what its name ends in says the format. <c>.svg</c> and <c>.dot</c> (Graphviz's language) need nothing; <c>.png</c>,
    /// <c>.pdf</c> and <c>.jpg</c> are drawn by Graphviz's <c>dot</c>, which must be installed. An older file is replaced.
    /// </param>
    /// <param name="showShapes">Whether boxes show the shapes of what a layer takes and gives.</param>
    /// <param name="showDtype">Whether boxes show the type of what a layer gives.</param>
    /// <param name="showLayerNames">Whether boxes show the layer's name beside its class.</param>
    /// <param name="rankdir">Where the arrows lead: <c>TB</c> downwards, <c>LR</c> to the right, <c>BT</c> upwards, <c>RL</c> to the left.</param>
    /// <param name="expandNested">Whether nested models are drawn as frames with their layers rather than as boxes.</param>
    /// <param name="dpi">Pixels for each inch (72 points) of the picture, at least 1.</param>
    /// <param name="showLayerActivations">Whether boxes show the activation of layers that have one.</param>
    /// <param name="showTrainable">Whether boxes show if the layer's weights are trained.</param>
    /// <param name="splines">How arrows run: <c>ortho</c> with right angles, <c>polyline</c> or <c>line</c> straight, <c>spline</c> or <c>curved</c>.</param>
    /// <exception cref="ArgumentException">The model's input is not known yet, or the format or another argument is not known.</exception>
    /// <exception cref="InvalidOperationException">The format needs Graphviz, which is not installed or failed.</exception>
    /// <remarks>A model that overrides <c>Call</c> is one box, as in Keras. Keras: <c>keras.utils.plot_model</c>.</remarks>
    /// <example><code>
    /// Utils.PlotModel(model, "model.svg", showShapes: true, showLayerNames: true);
    /// </code></example>
    public static void PlotModel(
        Model model,
        string toFile = "model.png",
        bool showShapes = false,
        bool showDtype = false,
        bool showLayerNames = false,
        string rankdir = "TB",
        bool expandNested = false,
        int dpi = 200,
        bool showLayerActivations = false,
        bool showTrainable = false,
        string splines = "ortho"
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(toFile);
        var options = new PlotOptions
        {
            ShowShapes = showShapes,
            ShowDtype = showDtype,
            ShowLayerNames = showLayerNames,
            Rankdir = rankdir,
            ExpandNested = expandNested,
            Dpi = dpi,
            ShowLayerActivations = showLayerActivations,
            ShowTrainable = showTrainable,
            Splines = splines,
        };
        PlotFile.Write(model, toFile, options, Environment.GetEnvironmentVariable("PATH"));
    }

    /// <summary>A model in Graphviz's language.</summary>
    /// <param name="model">The model; its input must be known.</param>
    /// <param name="showShapes">Whether boxes show the shapes of what a layer takes and gives.</param>
    /// <param name="showDtype">Whether boxes show the type of what a layer gives.</param>
    /// <param name="showLayerNames">Whether boxes show the layer's name beside its class; unlike in <see cref="PlotModel"/> they do by default.</param>
    /// <param name="rankdir">Where the arrows lead: <c>TB</c> downwards, <c>LR</c> to the right, <c>BT</c> upwards, <c>RL</c> to the left.</param>
    /// <param name="expandNested">Whether nested models are clusters of their layers rather than boxes.</param>
    /// <param name="dpi">Pixels for each inch of the picture, at least 1.</param>
    /// <param name="subgraph">Whether the text is that of a cluster, to stand within another graph.</param>
    /// <param name="showLayerActivations">Whether boxes show the activation of layers that have one.</param>
    /// <param name="showTrainable">Whether boxes show if the layer's weights are trained.</param>
    /// <param name="splines">How Graphviz draws the arrows: <c>ortho</c>, <c>polyline</c>, <c>line</c>, <c>spline</c>, <c>curved</c>.</param>
    /// <returns>The text, its lines ended by a line feed.</returns>
    /// <exception cref="ArgumentException">The model's input is not known yet, or another argument is not known.</exception>
    /// <remarks>Keras: <c>keras.utils.model_to_dot</c>.</remarks>
    /// <example><code>File.WriteAllText("model.dot", Utils.ModelToDot(model, rankdir: "LR"));</code></example>
    public static string ModelToDot(
        Model model,
        bool showShapes = false,
        bool showDtype = false,
        bool showLayerNames = true,
        string rankdir = "TB",
        bool expandNested = false,
        int dpi = 200,
        bool subgraph = false,
        bool showLayerActivations = false,
        bool showTrainable = false,
        string splines = "ortho"
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = new PlotOptions
        {
            ShowShapes = showShapes,
            ShowDtype = showDtype,
            ShowLayerNames = showLayerNames,
            Rankdir = rankdir,
            ExpandNested = expandNested,
            Dpi = dpi,
            ShowLayerActivations = showLayerActivations,
            ShowTrainable = showTrainable,
            Splines = splines,
        };
        var graph = PlotGraphBuilder.Of(model, options);
        return subgraph ? DotWriter.Cluster(graph) : DotWriter.Graph(graph, options);
    }
}
