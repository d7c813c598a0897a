using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Saving;

/// <summary>The classes that configurations may name, by Keras's names: one line a class, since an application may be trimmed.</summary>
internal static class KnownClasses
{
    private static readonly Dictionary<(Type Kind, string Name), Func<JsonObject, object>> Makers = [];

    static KnownClasses()
    {
        // Core
        Layer<Activation>();
        Layer<Dense>();
        Layer<EinsumDense>();
        Layer<ELU>();
        Layer<Embedding>();
        Layer<Layers.Identity>();
        Layer("InputLayer", Input.Read);
        Layer("Input", Input.Read);
        Layer("Lambda", Lambda.Read);
        Layer<LeakyReLU>();
        Layer<Masking>();
        Layer<PReLU>();
        Layer<ReLU>();
        Layer<ReversibleEmbedding>();
        Layer<Softmax>();
        Layer<TernaryDense>();

        // Models
        Layer("Functional", Model.FromConfig);
        Layer("Model", Model.FromConfig);
        Layer("Sequential", Model.FromConfig);

        // Convolutional
        Layer<Conv1D>();
        Layer<Conv1DTranspose>();
        Layer<Conv2D>();
        Layer<Conv2DTranspose>();
        Layer<Conv3D>();
        Layer<Conv3DTranspose>();
        Layer<DepthwiseConv1D>();
        Layer<DepthwiseConv2D>();
        Layer<SeparableConv1D>();
        Layer<SeparableConv2D>();

        // Recurrent
        Layer<Bidirectional>();
        Layer<ConvLSTM1D>();
        Layer<ConvLSTM2D>();
        Layer<ConvLSTM3D>();
        Layer<GRU>();
        Layer<GRUCell>();
        Layer<LSTM>();
        Layer<LSTMCell>();
        Layer<RNN>();
        Layer<SimpleRNN>();
        Layer<SimpleRNNCell>();
        Layer<StackedRNNCells>();
        Layer<TimeDistributed>();

        // Pooling
        Layer<AdaptiveAveragePooling1D>();
        Layer<AdaptiveAveragePooling2D>();
        Layer<AdaptiveAveragePooling3D>();
        Layer<AdaptiveMaxPooling1D>();
        Layer<AdaptiveMaxPooling2D>();
        Layer<AdaptiveMaxPooling3D>();
        Layer<AveragePooling1D>();
        Layer<AveragePooling2D>();
        Layer<AveragePooling3D>();
        Layer<GlobalAveragePooling1D>();
        Layer<GlobalAveragePooling2D>();
        Layer<GlobalAveragePooling3D>();
        Layer<GlobalMaxPooling1D>();
        Layer<GlobalMaxPooling2D>();
        Layer<GlobalMaxPooling3D>();
        Layer<MaxPooling1D>();
        Layer<MaxPooling2D>();
        Layer<MaxPooling3D>();

        // Attention
        Layer<AdditiveAttention>();
        Layer<Attention>();
        Layer<GroupedQueryAttention>();
        Layer(nameof(GroupQueryAttention), Layers.Layer.FromConfig<GroupedQueryAttention>);
        Layer<MultiHeadAttention>();

        // Transformers
        Layer<PositionEmbedding>();
        Layer<RotaryEmbedding>();
        Layer<SinePositionEncoding>();
        Layer<TokenAndPositionEmbedding>();
        Layer(TransformerDecoder.Configured);
        Layer<TransformerEncoder>();

        // Normalization
        Layer<BatchNormalization>();
        Layer<GroupNormalization>();
        Layer<LayerNormalization>();
        Layer<RMSNormalization>();
        Layer<SpectralNormalization>();
        Layer<UnitNormalization>();

        // Regularization
        Layer<ActivityRegularization>();
        Layer<AlphaDropout>();
        Layer<Dropout>();
        Layer<GaussianDropout>();
        Layer<GaussianNoise>();
        Layer<SpatialDropout1D>();
        Layer<SpatialDropout2D>();
        Layer<SpatialDropout3D>();

        // Reshaping
        Layer<Cropping1D>();
        Layer<Cropping2D>();
        Layer<Cropping3D>();
        Layer<Flatten>();
        Layer<Permute>();
        Layer<RepeatVector>();
        Layer<Reshape>();
        Layer<UpSampling1D>();
        Layer<UpSampling2D>();
        Layer<UpSampling3D>();
        Layer<ZeroPadding1D>();
        Layer<ZeroPadding2D>();
        Layer<ZeroPadding3D>();

        // Merging
        Layer<Add>();
        Layer<Average>();
        Layer<Concatenate>();
        Layer<Dot>();
        Layer<Maximum>();
        Layer<Minimum>();
        Layer<Multiply>();
        Layer<Subtract>();

        // Preprocessing
        Layer<CategoryEncoding>();
        Layer<CenterCrop>();
        Layer(Discretization.Configured);
        Layer<HashedCrossing>();
        Layer<Hashing>();
        Layer(IntegerLookup.Configured);
        Layer<MelSpectrogram>();
        Layer<Normalization>();
        Layer<Pipeline>();
        Layer<Rescaling>();
        Layer<Resizing>();
        Layer<STFTSpectrogram>();
        Layer(StringLookup.Configured);
        Layer(TextVectorization.Configured);

        // Augmentation
        Layer<AugMix>();
        Layer<AutoContrast>();
        Layer<ContrastLimitedAdaptiveHistogramEqualization>();
        Layer<CutMix>();
        Layer<Equalization>();
        Layer<MaxNumBoundingBoxes>();
        Layer<MixUp>();
        Layer<RandAugment>();
        Layer<RandomBrightness>();
        Layer<RandomColorDegeneration>();
        Layer<RandomColorJitter>();
        Layer<RandomContrast>();
        Layer<RandomCrop>();
        Layer<RandomElasticTransform>();
        Layer<RandomErasing>();
        Layer<RandomFlip>();
        Layer<RandomGaussianBlur>();
        Layer<RandomGrayscale>();
        Layer<RandomHue>();
        Layer<RandomInvert>();
        Layer<RandomPerspective>();
        Layer<RandomPosterization>();
        Layer<RandomRotation>();
        Layer<RandomSaturation>();
        Layer<RandomSharpness>();
        Layer<RandomShear>();
        Layer<RandomTranslation>();
        Layer<RandomZoom>();
        Layer<Solarization>();

        Initializer<Constant>();
        Initializer<GlorotNormal>();
        Initializer<GlorotUniform>();
        Initializer<HeNormal>();
        Initializer<HeUniform>();
        Initializer<Initializers.Identity>();
        Initializer<LecunNormal>();
        Initializer<LecunUniform>();
        Initializer<Ones>();
        Initializer<Orthogonal>();
        Initializer<RandomNormal>();
        Initializer<RandomUniform>();
        Initializer<TruncatedNormal>();
        Initializer<VarianceScaling>();
        Initializer<Zeros>();

        Regularizer<L1>();
        Regularizer<L1L2>();
        Regularizer<L2>();
        Regularizer<OrthogonalRegularizer>();

        Constraint<MaxNorm>();
        Constraint<MinMaxNorm>();
        Constraint<NonNeg>();
        Constraint<UnitNorm>();

        Metric<Metrics.AUC>();
        Metric<Metrics.Accuracy>();
        Metric<Metrics.BinaryAccuracy>();
        Metric<Metrics.BinaryCrossentropy>();
        Metric<Metrics.BinaryIoU>();
        Metric<Metrics.CategoricalAccuracy>();
        Metric<Metrics.CategoricalCrossentropy>();
        Metric<Metrics.CategoricalHinge>();
        Metric<Metrics.ConcordanceCorrelation>();
        Metric<Metrics.CosineSimilarity>();
        Metric<Metrics.F1Score>();
        Metric<Metrics.FBetaScore>();
        Metric<Metrics.FalseNegatives>();
        Metric<Metrics.FalsePositives>();
        Metric<Metrics.Hinge>();
        Metric<Metrics.IoU>();
        Metric<Metrics.KLDivergence>();
        Metric<Metrics.LogCoshError>();
        Metric<Metrics.Mean>();
        Metric<Metrics.MeanAbsoluteError>();
        Metric<Metrics.MeanAbsolutePercentageError>();
        Metric<Metrics.MeanIoU>();
        Metric<Metrics.MeanSquaredError>();
        Metric<Metrics.MeanSquaredLogarithmicError>();
        Metric<Metrics.OneHotIoU>();
        Metric<Metrics.OneHotMeanIoU>();
        Metric<Metrics.PearsonCorrelation>();
        Metric<Metrics.Poisson>();
        Metric<Metrics.Precision>();
        Metric<Metrics.PrecisionAtRecall>();
        Metric<Metrics.R2Score>();
        Metric<Metrics.Recall>();
        Metric<Metrics.RecallAtPrecision>();
        Metric<Metrics.RootMeanSquaredError>();
        Metric<Metrics.SensitivityAtSpecificity>();
        Metric<Metrics.SparseCategoricalAccuracy>();
        Metric<Metrics.SparseCategoricalCrossentropy>();
        Metric<Metrics.SparseTopKCategoricalAccuracy>();
        Metric<Metrics.SpecificityAtSensitivity>();
        Metric<Metrics.SquaredHinge>();
        Metric<Metrics.Sum>();
        Metric<Metrics.TopKCategoricalAccuracy>();
        Metric<Metrics.TrueNegatives>();
        Metric<Metrics.TruePositives>();
        Makers.Add((typeof(Metrics.Metric), nameof(Metrics.MeanMetricWrapper)), Metrics.MeanMetricWrapper.Read);

        Loss<BinaryCrossentropy>();
        Loss<BinaryFocalCrossentropy>();
        Loss<CategoricalCrossentropy>();
        Loss<CategoricalFocalCrossentropy>();
        Loss<CategoricalGeneralizedCrossEntropy>();
        Loss<CategoricalHinge>();
        Loss<Circle>();
        Loss<CosineSimilarity>();
        Loss<CTC>();
        Loss<Dice>();
        Loss<Hinge>();
        Loss<Huber>();
        Loss<KLDivergence>();
        Loss<LogCosh>();
        Loss<MeanAbsoluteError>();
        Loss<MeanAbsolutePercentageError>();
        Loss<MeanSquaredError>();
        Loss<MeanSquaredLogarithmicError>();
        Loss<Poisson>();
        Loss<SparseCategoricalCrossentropy>();
        Loss<SquaredHinge>();
        Loss<Tversky>();
        Makers.Add((typeof(Loss), FunctionLoss.ClassName), FunctionLoss.Read);

        Optimizer<Adadelta>();
        Optimizer<Adafactor>();
        Optimizer<Adagrad>();
        Optimizer<Adam>();
        Optimizer<Adamax>();
        Optimizer<AdamW>();
        Optimizer<Ftrl>();
        Optimizer<Lamb>();
        Optimizer<Lion>();
        Optimizer<LossScaleOptimizer>();
        Optimizer<MultiOptimizer>();
        Optimizer<Muon>();
        Optimizer<Nadam>();
        Optimizer<RMSprop>();
        Optimizer<ScheduleFreeAdamW>();
        Optimizer<SGD>();
        Optimizer<SGDG2>();

        Schedule<CosineDecay>();
        Schedule<CosineDecayRestarts>();
        Schedule<CyclicLearningRate>();
        Schedule<ExponentialDecay>();
        Schedule<InverseTimeDecay>();
        Schedule<LinearSchedule>();
        Schedule<OneCycle>();
        Schedule<PiecewiseConstantDecay>();
        Schedule<PolynomialDecay>();
        Schedule<StepDecay>();
    }

    /// <summary>What makes an object of a class; null where no class of that kind has the name.</summary>
    public static Func<JsonObject, object>? Find(Type kind, string name) => Makers.GetValueOrDefault((kind, name));

    /// <summary>The names of a kind.</summary>
    public static IEnumerable<string> Names(Type kind) =>
        Makers.Keys.Where(k => k.Kind == kind).Select(k => k.Name).Order(StringComparer.Ordinal);

    private static void Layer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Layer => Add<Layer, T>();

    /// <summary>A class whose configuration is more than its constructor's arguments.</summary>
    private static void Layer<T>(Func<JsonObject, T> make)
        where T : Layer => Makers.Add((typeof(Layer), typeof(T).Name), make);

    /// <summary>The same under another name.</summary>
    private static void Layer(string name, Func<JsonObject, Layer> make) => Makers.Add((typeof(Layer), name), make);

    private static void Initializer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Initializer => Add<Initializer, T>();

    private static void Regularizer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Regularizer => Add<Regularizer, T>();

    private static void Constraint<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Constraint => Add<Constraint, T>();

    private static void Metric<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Metrics.Metric => Add<Metrics.Metric, T>();

    private static void Loss<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Loss => Add<Loss, T>();

    private static void Optimizer<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : Optimizer => Add<Optimizer, T>();

    private static void Schedule<[DynamicallyAccessedMembers(Configuration.Members)] T>()
        where T : LearningRateSchedule => Add<LearningRateSchedule, T>();

    private static void Add<TKind, [DynamicallyAccessedMembers(Configuration.Members)] T>() =>
        Makers.Add((typeof(TKind), typeof(T).Name), config => Configuration.Make(typeof(T), config));
}
