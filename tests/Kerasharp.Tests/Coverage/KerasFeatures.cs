namespace Kerasharp.Tests.Coverage;

/// <summary>What Keras can do beside its classes, by table.</summary>
internal static class KerasFeatures
{
    /// <summary>What callbacks have in common.</summary>
    public static readonly KerasFeature[] Callbacks =
    [
        new(
            "Callback (all hooks)",
            "CallbackListTests.EveryHookIsCalledInOrder",
            "Callbacks.Callback.OnBatchBegin",
            "Callbacks.Callback.OnBatchEnd",
            "Callbacks.Callback.OnEpochBegin",
            "Callbacks.Callback.OnEpochEnd",
            "Callbacks.Callback.OnTrainBegin",
            "Callbacks.Callback.OnTrainEnd",
            "Callbacks.Callback.OnTrainBatchBegin",
            "Callbacks.Callback.OnTrainBatchEnd",
            "Callbacks.Callback.OnTestBegin",
            "Callbacks.Callback.OnTestEnd",
            "Callbacks.Callback.OnTestBatchBegin",
            "Callbacks.Callback.OnTestBatchEnd",
            "Callbacks.Callback.OnPredictBegin",
            "Callbacks.Callback.OnPredictEnd",
            "Callbacks.Callback.OnPredictBatchBegin",
            "Callbacks.Callback.OnPredictBatchEnd",
            "Callbacks.Callback.SetModel",
            "Callbacks.Callback.SetParams"
        ),
        new(
            "CallbackList",
            "CallbackListTests.EveryHookIsCalledInOrder",
            "new Callbacks.CallbackList(callbacks)",
            "new Callbacks.CallbackList(addHistory)",
            "new Callbacks.CallbackList(addProgbar)",
            "new Callbacks.CallbackList(model)",
            "Callbacks.CallbackList.Append"
        ),
    ];

    /// <summary>Tables of features.</summary>
    public static readonly (string Title, KerasFeature[] Features)[] All =
    [
        (
            "Data sets",
            [
                new("mnist", "MnistTests.Mnist_holds_the_published_numbers", "Datasets.Mnist.Load"),
                new(
                    "fashion_mnist",
                    "MnistTests.Fashion_mnist_holds_the_published_numbers",
                    "Datasets.FashionMnist.Load"
                ),
                new("cifar10", "Cifar10Tests.The_part_holds_the_published_numbers", "Datasets.Cifar10.Load"),
                new(
                    "cifar100",
                    "Cifar10Tests.Says_what_is_missing_and_what_forbids_the_download",
                    "Datasets.Cifar100.Load"
                ),
                new(
                    "imdb",
                    "TextSetTests.Imdb_shifts_marks_and_shuffles_as_keras",
                    "Datasets.Imdb.Load",
                    "Datasets.Imdb.GetWordIndex"
                ),
                new(
                    "reuters",
                    "TextSetTests.Reuters_cuts_after_shuffling",
                    "Datasets.Reuters.Load",
                    "Datasets.Reuters.GetWordIndex",
                    "Datasets.Reuters.GetLabelNames"
                ),
                new("boston_housing", "HousingTests.Boston_reads_the_file_of_keras", "Datasets.BostonHousing.Load"),
                new(
                    "california_housing",
                    "HousingTests.California_is_large_or_small",
                    "Datasets.CaliforniaHousing.Load"
                ),
            ]
        ),
        (
            "Data",
            [
                new("Arrays in fit", "FitTests.ArraysOfManyKindsGiveTheSame", "Model.Fit(x)", "Model.Fit(y)"),
                new(
                    "Several inputs, by order or by name",
                    "FunctionalTests.AModelOfSeveralInputsAndOutputsTrains",
                    "Model.Fit(x)",
                    "Data.TensorDataList.op_Implicit"
                ),
                new(
                    "Generators",
                    "DatasetTests.Asynchronous_functions_and_sequences_keep_the_order",
                    "Data.Dataset.FromEnumerable",
                    "Data.Dataset.FromAsyncEnumerable"
                ),
                new(
                    "Pipelines (map, batch, shuffle, prefetch, ...)",
                    "DatasetLawsTests.Operators_do_what_LINQ_does",
                    "Data.Dataset.FromTensors",
                    "Data.Dataset.Map",
                    "Data.Dataset.Batch(batchSize)",
                    "Data.Dataset.PaddedBatch",
                    "Data.Dataset.Shuffle(seed)",
                    "Data.Dataset.Repeat",
                    "Data.Dataset.Take",
                    "Data.Dataset.Skip",
                    "Data.Dataset.Zip",
                    "Data.Dataset.Cache",
                    "Data.Dataset.Prefetch"
                ),
                new(
                    "PyDataset (work in parallel)",
                    "DatasetTests.The_same_seed_gives_the_same_elements_on_any_number_of_threads",
                    "Data.Dataset.Map(parallelism)",
                    "Data.Dataset.MapAsync"
                ),
                new(
                    "image_dataset_from_directory",
                    "FolderTests.Pictures_go_by_their_folders",
                    "Data.Dataset.FromImageFolder"
                ),
                new(
                    "text_dataset_from_directory",
                    "FolderTests.Texts_are_read_whole_or_to_a_length",
                    "Data.Dataset.FromTextFolder"
                ),
                new(
                    "timeseries_dataset_from_array",
                    "TimeSeriesTests.Windows_are_those_of_Keras_s_documentation",
                    "Data.Dataset.TimeSeries"
                ),
                new("CSV files", "CsvTests.Rows_become_samples", "Data.Dataset.FromCsv"),
                new(
                    "pad_sequences",
                    "UtilsDataTests.PadSequences_does_what_Keras_s_documentation_shows",
                    "Utils.PadSequences"
                ),
                new(
                    "to_categorical",
                    "UtilsToCategoricalTests.Gives_the_rows_of_the_keras_documentation",
                    "Utils.ToCategorical(numClasses)"
                ),
                new("split_dataset", "UtilsDataTests.SplitDataset_cuts_once_for_all_passes", "Utils.SplitDataset"),
                new("normalize", "UtilsDataTests.Normalize_divides_by_the_norm_along_an_axis", "Utils.Normalize"),
                new(
                    "load_img, save_img, array_to_img",
                    "ImageFileTests.Reads_what_others_wrote",
                    "Datasets.ImageFile.Read",
                    "Datasets.PngFile.Write"
                ),
            ]
        ),
        (
            "compile, fit, evaluate and predict",
            [
                new(
                    "compile(optimizer, loss, metrics)",
                    "FitTests.EvaluationIsThatOfTheFormulas",
                    "Model.Compile(optimizer)",
                    "Model.Compile(loss)",
                    "Model.Compile(metrics)"
                ),
                new(
                    "Names (\"adam\", \"mse\")",
                    "WrongInputTests.UnknownNames",
                    "Optimizers.Optimizer.op_Implicit",
                    "Losses.Loss.op_Implicit"
                ),
                new(
                    "loss_weights; losses and metrics of each output",
                    "SeveralOutputsTests.LossesAndMetricsAreThoseOfEachOutput",
                    "Model.Compile(lossWeights)"
                ),
                new(
                    "weighted_metrics",
                    "TrainingFormsTests.WeightedMetricsCountAnExampleByItsWeight",
                    "Model.Compile(weightedMetrics)"
                ),
                new("fit gives a History", "FitTests.TheHistoryHoldsEveryEpoch", "Model.Fit(epochs)", "History.Item"),
                new(
                    "validation_data, validation_split, validation_freq",
                    "TrainingFormsTests.ValidationComesEverySoManyEpochs",
                    "Model.Fit(validationData)",
                    "Model.Fit(validationSplit)",
                    "Model.Fit(validationFreq)"
                ),
                new(
                    "shuffle, steps_per_epoch, initial_epoch, validation_steps, validation_batch_size",
                    "TrainingFormsTests.EpochsOfSoManyStepsGoOnInTheSamePass",
                    "Model.Fit(shuffle)",
                    "Model.Fit(stepsPerEpoch)",
                    "Model.Fit(initialEpoch)",
                    "Model.Fit(validationSteps)",
                    "Model.Fit(validationBatchSize)"
                ),
                new("class_weight", "ClassWeightsTests.AClassThatIsNotNamedWeighsOne", "Model.Fit(classWeight)"),
                new(
                    "sample_weight",
                    "PartialOutputsTests.SampleWeightsGoByOutput",
                    "Model.Fit(sampleWeight)",
                    "Model.Evaluate(sampleWeight)"
                ),
                new(
                    "Masks (compute_mask)",
                    "MaskingTests.Masked_steps_are_zero_and_do_not_count",
                    "CallContext.GetMask",
                    "CallContext.SetMask"
                ),
                new(
                    "train_on_batch, test_on_batch, predict_on_batch",
                    "TrainingFormsTests.BatchesByHandTrainAsFitDoes",
                    "Model.TrainOnBatch(sampleWeight)",
                    "Model.TrainOnBatch(classWeight)",
                    "Model.TestOnBatch",
                    "Model.PredictOnBatch"
                ),
                new("evaluate(return_dict)", "FitTests.EvaluationIsThatOfTheFormulas", "Model.Evaluate(steps)"),
                new("predict in batches", "FitTests.PredictionsDoNotDependOnTheBatchSize", "Model.Predict(batchSize)"),
            ]
        ),
        (
            "Training",
            [
                new("clipnorm", OptimizerTest, "Optimizers.Optimizer.Clipnorm"),
                new("clipvalue", OptimizerTest, "Optimizers.Optimizer.Clipvalue"),
                new("global_clipnorm", OptimizerTest, "Optimizers.Optimizer.GlobalClipnorm"),
                new(
                    "weight_decay",
                    OptimizerTest,
                    "Optimizers.Optimizer.WeightDecay",
                    "Optimizers.Optimizer.ExcludeFromWeightDecay"
                ),
                new(
                    "gradient_accumulation_steps",
                    "OptimizerOptionsTests.AccumulatedBatchesAreOneOfTheWholeSize",
                    "Optimizers.Optimizer.GradientAccumulationSteps"
                ),
                new(
                    "use_ema",
                    "OptimizerOptionsTests.FitEndsWithTheAverages",
                    "Optimizers.Optimizer.UseEma",
                    "Optimizers.Optimizer.EmaMomentum",
                    "Optimizers.Optimizer.EmaOverwriteFrequency"
                ),
                new(
                    "Dynamic loss scaling",
                    "OptimizerOptionsTests.ALossScaleChangesNothingButRounding",
                    "Optimizers.LossScaleOptimizer.DynamicScale",
                    "Optimizers.Optimizer.LossScaleFactor"
                ),
                new(
                    "Mixed precision, auto_scale_loss (float32, float64, mixed_float16, mixed_bfloat16; for a layer by its Dtype)",
                    "MixedTrainingTests.AnOverflowSkipsTheStepAndHalvesTheScale",
                    "Config.SetDtypePolicy",
                    "Config.SetFloatx",
                    "Layers.Layer.Dtype",
                    "Layers.Layer.ComputeDtype",
                    "Layers.Layer.VariableDtype",
                    "Model.Compile(autoScaleLoss)"
                ),
                new("custom_gradient", "OpsElementwiseTests.A_gradient_of_ones_own", "Ops.StopGradient"),
                new(
                    "set_random_seed, SeedGenerator",
                    "RandomOnnxModelTests.TheSameSeedIsTheSameRun",
                    "Utils.SetRandomSeed",
                    "CallContext.RandomUniform(seed)"
                ),
            ]
        ),
        (
            "Saving and export",
            [
                new(
                    "One file (configuration, weights, optimizer)",
                    "ModelSaveTests.TrainsOnAsTheOriginal",
                    "Model.Save(overwrite)",
                    "Model.Load(compile)"
                ),
                new(
                    "save_weights, load_weights",
                    "WeightsTests.AreSavedAndLoaded",
                    "Model.SaveWeights",
                    "Model.LoadWeights"
                ),
                new(
                    "The optimizer's state",
                    "ModelSaveTests.WithoutTheOptimizerNothingOfTrainingIsThere",
                    "Model.Save(includeOptimizer)"
                ),
                new(
                    "to_json, from_json, get_config",
                    "ModelJsonTests.KerasJsonIsReadAndWrittenAgain",
                    "Model.ToJson",
                    "Model.FromJson",
                    "Layers.Layer.GetConfig"
                ),
                new(
                    "Custom objects",
                    "ModelJsonTests.ClassesOfOnesOwnAreFoundByTheirRegistration",
                    "Saving.CustomObjects.Register"
                ),
                new("export(format=\"onnx\")", "ModelExportTests.EveryOpsetGivesTheSameHere", "Model.Export(opset)"),
                new(
                    "Weights of other frameworks (by safetensors, npz and ONNX)",
                    "NpzWeightsTests.ArraysWithoutNamesGoByTheirOrder",
                    "Model.LoadWeights",
                    "OnnxModel.Load"
                ),
            ]
        ),
        (
            "Looking and logging",
            [
                new("summary", "ModelSummaryTests.IsThatOfKeras", "Model.Summary"),
                new("summary: batch sizes are None", "ModelSummaryTests.IsThatOfKeras", "Model.Summary"),
                new(
                    "summary: separators and sizes in bytes",
                    "SummaryPrinterTests.Sizes_have_two_decimals_and_round_halves_as_Python_does",
                    "Model.Summary"
                ),
                new("summary: Connected to", "FunctionalTests.TheSummaryShowsTheConnections", "Model.Summary"),
                new(
                    "summary: expand_nested, show_trainable, layer_range",
                    "ModelSummaryNestedTests.IsThatOfKeras",
                    "Model.Summary(expandNested)",
                    "Model.Summary(showTrainable)",
                    "Model.Summary(layerRange)"
                ),
                new(
                    "Progress (bar, time left, time of a step, metrics)",
                    "ProgressBarTests.A_terminal_sees_one_line_that_grows",
                    "Model.Fit(verbose)"
                ),
                new("verbose 0, 1, 2", "VerboseTests.TwoIsALineForEachEpoch", "Model.Fit(verbose)"),
                new(
                    "plot_model, model_to_dot",
                    "PlotModelTests.UtilsHandAllArgumentsOn",
                    "Utils.PlotModel(rankdir)",
                    "Utils.ModelToDot"
                ),
                new(
                    "Pictures of training",
                    "HistoryPlotTests.A_chart_for_each_metric_has_its_validation_and_the_best_epoch",
                    "History.Plot",
                    "Looking.ConfusionMatrix.Plot"
                ),
                new("TensorBoard", "TensorBoardTests.FitWritesItsHistory", "new Callbacks.TensorBoard(logDir)"),
                new(
                    "applications (the classic architectures; weights from a file)",
                    "ApplicationsTests.The_number_of_parameters_is_the_published_one",
                    "Applications.VGG16(weights)",
                    "Applications.ResNet50(weights)",
                    "Applications.EfficientNetB0(weights)"
                ),
                new(
                    "include_top, pooling, classes",
                    "ApplicationsTests.Without_the_top_features_stay_an_image_or_are_pooled",
                    "Applications.ResNet50(includeTop)",
                    "Applications.ResNet50(pooling)",
                    "Applications.ResNet50(classes)"
                ),
            ]
        ),
    ];

    private const string OptimizerTest = "OptimizerReferenceTests.TwentyStepsLeadToTheSameWeights";

    /// <summary>What is not there, or in another way: rows of Keras's tables, of one kind each.</summary>
    public static readonly (string Table, string Name, string Why)[] Explained =
    [
        (
            "compile, fit, evaluate and predict",
            "run_eagerly, jit_compile, steps_per_execution, train_step of one's own",
            "a step is always one compiled graph that runs whole; what it computes is written as losses, metrics, layers and optimizers of one's own, and loops of one's own call TrainOnBatch"
        ),
        ("Training", "distribution, quantization", "a step runs on one device; weights are not quantized yet"),
        ("Training", "Distiller", "a student's loss by a frozen teacher is written with Model.Call and AddLoss"),
        (
            "Saving and export",
            "HDF5, hf://, SavedModel, OpenVINO, LiteRT and torch; KerasFileEditor",
            "files go to and from Keras by npz and to all the others by ONNX; a model's file is a zip of JSON and safetensors that any tool opens"
        ),
        (
            "Data",
            "FeatureSpace, audio_dataset_from_directory, get_file",
            "columns go through the preprocessing layers one by one; sound is read by another library and given as arrays; a program fetches its files with HttpClient, and the data sets theirs by themselves"
        ),
        (
            "Looking and logging",
            "Profiling (profile_batch), sklearn wrappers, traceback filtering, config.*",
            "the profiles that ONNX Runtime writes are none of TensorBoard's; the rest belongs to Python"
        ),
    ];
}
